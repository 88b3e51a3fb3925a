"""What every payment provider can do, and the words in which it tells us what became of a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from payments.chart import AccountName
from payments.models import Attempt, Collector


class Outcome(StrEnum):
    """A provider's word on one attempt. Only the first three settle it."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVIEW = "review"  # suspicious, reversed or contradictory: a person decides
    PENDING = "pending"  # the buyer is still at it
    NOT_FOUND = "not_found"  # the provider has never seen the reference
    SILENT = "silent"  # no answer, or one that cannot be trusted


SETTLING = (Outcome.SUCCEEDED, Outcome.FAILED, Outcome.REVIEW)


@dataclass(frozen=True)
class Told:
    """What a provider said of an attempt, checked: signature, merchant, reference and amount are right."""

    outcome: Outcome
    reason: str = ""  # why a person must look
    provider_ref: str = ""
    response_code: str = ""
    transaction_status: str = ""
    bank_code: str = ""
    paid_at: str = ""


@dataclass(frozen=True)
class Visit:
    """A buyer about to be sent to a provider."""

    reference: str
    amount: int  # đồng
    return_url: str
    ip: str
    locale: str  # "vn" or "en"
    order_info: str
    starts_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Started:
    """Where the buyer goes, and the moment as the provider was told it."""

    redirect_url: str
    sent_at: str


class Provider(Protocol):
    """One way to pay."""

    code: str
    collector: Collector
    refunds_by_call: bool  # else a person sends the money back

    def check_amount(self, amount: int) -> None:
        """Raise DomainError AMOUNT_INVALID where the provider cannot take this many đồng."""

    def start(self, visit: Visit) -> Started:
        """Prepare a visit. No network: the buyer's browser carries the request."""

    def ask(self, attempt: Attempt) -> Told:
        """Ask the provider what became of an attempt. May take seconds: never inside a transaction."""

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        """The ledger lines of money taken."""

    def decline_code(self, response_code: str) -> str:
        """The refusal in Stripe's words; "" where it is none."""
