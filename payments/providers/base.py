"""The interface of payment providers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from core import clock
from core.errors import DomainError
from core.identifiers import CROCKFORD, random_symbols
from payments.ledger.chart import AccountName
from payments.models import Attempt, Collector, Refund
from payments.providers.results import AttemptResult, Outcome, RefundOutcome, RefundResult


class ConfirmedBy(StrEnum):
    """The source that confirms an attempt as paid."""

    CALLBACK = "callback"  # the provider's signed callback; `query_status` requests the same result
    BANK_TRANSFER = "bank_transfer"  # a bank feed, or the payee who saw the transfer
    COLLECTOR = "collector"  # the collector, who already has the money when the attempt is created


class ProviderData(BaseModel):
    """A typed view of `Attempt.provider_data`: the data that only one provider has, in addition to the common columns.

    Each provider declares a subclass in its own folder and is the only one that reads it. Every field has a default;
    the document holds the other values only.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        return cls.model_validate(attempt.provider_data)

    def document(self) -> dict[str, Any]:
        """The JSON document for the column."""
        return self.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True)
class PaymentRequest:
    """The parameters with which a provider starts a payment."""

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
class PaymentSession:
    """Where the buyer pays, and the data that the provider stores with the attempt."""

    redirect_url: str = ""  # the provider's page; "" where there is none
    data: Mapping[str, Any] = field(default_factory=dict)  # the attempt's provider_data


@dataclass(frozen=True)
class TransferInstructions:
    """What is shown to a buyer who pays by bank transfer."""

    bank_bin: str
    account_number: str
    account_holder: str
    content: str  # the text of the transfer
    qr_text: str
    picture: str  # address of the QR's picture
    is_pending: bool  # another QR is being created: show none yet
    has_failed: bool  # it was not created: this one is shown, and the service does not report its payment


class Verdict(StrEnum):
    """The result of a callback, in the order of the checks."""

    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_REFERENCE = "unknown_reference"
    WRONG_AMOUNT = "wrong_amount"
    RECEIVED = "received"  # it closed the attempt, or it is not final
    ALREADY_CLOSED = "already_closed"
    ERROR = "error"  # our error: everything is rolled back, and the provider should call again


@dataclass(frozen=True)
class CallbackAnswer:
    """Our answer to the provider."""

    code: str  # stored with the message as evidence
    body: Mapping[str, Any]  # JSON


class CallbackMessage(Protocol):
    """A callback, or a buyer's return. Its contents are trusted only where `signature_ok`."""

    @property
    def fields(self) -> Mapping[str, str]:
        """All parameters, stored as evidence."""

    @property
    def signature_ok(self) -> bool: ...

    @property
    def is_ours(self) -> bool:
        """Whether it is for our merchant account."""

    @property
    def reference(self) -> str: ...

    @property
    def response_code(self) -> str: ...

    @property
    def signed_at(self) -> datetime | None:
        """When the provider created it; None where it does not say."""

    def is_for(self, amount: int) -> bool:
        """Whether it is for exactly this amount (đồng)."""

    def result(self) -> AttemptResult: ...


class Callbacks(Protocol):
    """The callbacks of a provider at /payments/<code>/ipn, and the buyer's return."""

    method: str  # "GET" or "POST"

    def read(self, params: Mapping[str, str]) -> CallbackMessage:
        """The message in the parameters of a query or a form."""

    def answer(self, verdict: Verdict) -> CallbackAnswer: ...


class Provider(ABC):
    """A payment provider: its labels, its capabilities and its operations."""

    code: str
    label: str | Promise
    hint: str | Promise = ""  # below its button on a checkout page
    confirms_by: ConfirmedBy
    callbacks: Callbacks | None = None  # of a provider that confirms by callback
    refunds_by_call = False  # else a person transfers the refund
    supports_status_query = False  # else the result comes from a bank feed or a person
    amounts: range | None = None  # accepted amounts of one payment in đồng; None: any
    amount_refusal: str | Promise = ""  # the message for other amounts
    settlement_account = ""  # the ledger account of what it owes us until settlement; "": none

    @abstractmethod
    def collector_for(self, payee_id: str | None) -> Collector:
        """Who collects the buyer's money for a payee's sale, or (None) for a payment to the platform."""

    def is_available(self, payee_id: str | None, *, livemode: bool) -> bool:
        """Whether this payee (None: the platform) can be paid with it now."""
        return True

    def new_reference(self, moment: datetime) -> str:
        """A new unique reference, by which the provider identifies an attempt.

        It begins with the date in Việt Nam, because VNPay requires uniqueness per day, and has 80 random bits.
        """
        return f"{clock.local(moment):%y%m%d}" + random_symbols(CROCKFORD, 16)

    def check_amount(self, amount: int) -> None:
        """Raise DomainError AMOUNT_TOO_SMALL or AMOUNT_TOO_LARGE where the provider refuses this amount (đồng)."""
        if self.amounts is not None and amount not in self.amounts:
            code = "AMOUNT_TOO_SMALL" if amount < self.amounts.start else "AMOUNT_TOO_LARGE"
            raise DomainError(self.amount_refusal, code=code, field="amount")

    def return_url(self) -> str:
        """Our URL to which the provider redirects the buyer; "" where the buyer stays on our pages."""
        return ""

    def start(self, request: PaymentRequest) -> PaymentSession:
        """Prepare a payment. Makes no network call: the buyer's browser sends the request."""
        return PaymentSession()

    def after_commit(self, attempt: Attempt) -> None:  # noqa: B027 (nothing by default)
        """Queue a job for calls over the network. Runs in the transaction that creates the attempt.

        The payment must work even where the job fails.
        """

    def transfer_instructions(
        self, intent_id: str, reference: str, provider_data: Mapping[str, Any]
    ) -> TransferInstructions | None:
        """The bank transfer that the buyer of an attempt makes; None where the method needs none."""
        return None

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Query the status of an attempt. Makes a network call: never inside a transaction."""
        return AttemptResult(Outcome.NO_RESPONSE)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        """Request a refund of `refund.amount` đồng of an attempt from the provider.

        Makes one network call: never inside a transaction, and only after the refund was claimed for sending.
        """
        return RefundResult(RefundOutcome.BY_HAND)

    @abstractmethod
    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        """The ledger lines of a captured payment."""

    def decline_code(self, response_code: str) -> str:
        """Stripe's decline code of a provider's response code; "" where it is not a refusal."""
        return ""

    def charge_details(self, attempt: Attempt) -> Mapping[str, str | None]:
        """`payment_method_details` of a charge of /v1, without numbers of the buyer's card or account."""
        return {"reference": attempt.reference}

    def evidence(self, attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
        """The provider's data about an attempt, as (label, value), for a person who decides on it."""
        return []
