"""The interface of payment providers, and the results that they return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, Refund


class Outcome(StrEnum):
    """A provider's result for one attempt. Only the first three are final."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVIEW = "review"  # suspicious, reversed or contradictory: a person decides
    PENDING = "pending"  # the buyer is still at it
    NOT_FOUND = "not_found"  # the provider has never seen the reference
    NO_RESPONSE = "no_response"  # no answer, or one that cannot be trusted


SETTLING = (Outcome.SUCCEEDED, Outcome.FAILED, Outcome.REVIEW)


@dataclass(frozen=True)
class AttemptResult:
    """A verified result for an attempt: signature, merchant, reference and amount are correct."""

    outcome: Outcome
    reason: str = ""  # why a person must look
    provider_ref: str = ""
    response_code: str = ""
    transaction_status: str = ""
    bank_code: str = ""
    paid_at: str = ""


class RefundOutcome(StrEnum):
    """A provider's result for one refund request."""

    SUCCEEDED = "succeeded"
    AT_PROVIDER = "at_provider"  # taken on; the last word comes with the settlement file, or the desk finds it out
    REFUSED = "refused"  # for certain: nothing of it was or will be done
    UNKNOWN = "unknown"  # silence, nonsense or a lie: it may have been done, so it is never asked for again
    NOT_SENT = "not_sent"  # the request never left: it may be sent later
    BY_HAND = "by_hand"  # the provider has no call for it


@dataclass(frozen=True)
class RefundResult:
    """A verified result for a refund: signature, merchant, reference and amount are correct."""

    outcome: RefundOutcome
    failure_reason: str = ""  # Stripe's, where it was refused
    provider_ref: str = ""  # the provider's own number of the refund
    response_code: str = ""  # as the desk shows it


@dataclass(frozen=True)
class PaymentRequest:
    """What a provider needs to start a payment."""

    reference: str
    payee_id: str | None  # who collects; None: the platform
    livemode: bool
    amount: int  # đồng
    return_url: str
    ip: str
    locale: str  # "vn" or "en"
    order_info: str
    starts_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Destination:
    """A bank account as buyers are shown it."""

    bin: str
    number: str
    holder: str


@dataclass(frozen=True)
class PaymentSession:
    """Where the buyer pays: a redirect with its timestamp, or a bank account with its QR."""

    redirect_url: str = ""
    sent_at: str = ""
    destination: Destination | None = None
    qr_text: str = ""
    qr_due_at: datetime | None = None  # until when a service's QR is awaited in place of it


class Provider(Protocol):
    """One way to pay."""

    code: str
    refunds_by_call: bool  # else a person sends the money back
    supports_status_query: bool  # else the result comes from a bank feed or a person

    def collector_for(self, payee_id: str | None) -> Collector:
        """Who takes the buyer's money, where it is a payee's (seller) and where it is not."""

    def new_reference(self, moment: datetime) -> str:
        """A reference never used before, under which the provider will know an attempt."""

    def check_amount(self, amount: int) -> None:
        """Raise DomainError AMOUNT_TOO_SMALL or AMOUNT_TOO_LARGE where the provider cannot take this many đồng."""

    def start(self, visit: PaymentRequest) -> PaymentSession:
        """Prepare a payment. No network call: the buyer's browser carries the request."""

    def after_commit(self, attempt: Attempt) -> None:
        """Leave to a job what must be done over the network; in the transaction that makes the attempt. What fails
        there must not matter.
        """

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Query the status of an attempt. Network call: never inside a transaction."""

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        """Ask the provider to send `refund.amount` đồng of an attempt back. One request, over the network: never
        inside a transaction, and only by whoever has put the refund in flight."""

    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        """The ledger lines of money taken."""

    def decline_code(self, response_code: str) -> str:
        """The refusal in Stripe's words; "" where it is none."""
