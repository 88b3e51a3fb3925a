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
    """Whose message says that an attempt is paid."""

    CALLBACK = "callback"  # the provider's, signed; asked for again by `query_status`
    BANK_TRANSFER = "bank_transfer"  # a bank feed's, or the payee's who saw the transfer
    COLLECTOR = "collector"  # nobody's: whoever makes the attempt has the money in hand


class ProviderData(BaseModel):
    """A typed view of `Attempt.provider_data`: what a provider keeps of an attempt beside the columns that all have.

    Each provider declares the shape in its own folder, as a subclass, and is the only one that reads it. Every field
    has a default: the document holds what differs from it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        return cls.model_validate(attempt.provider_data)

    def document(self) -> dict[str, Any]:
        """For the column."""
        return self.model_dump(mode="json", exclude_defaults=True)


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
class PaymentSession:
    """Where the buyer pays, and what the provider must remember of it."""

    redirect_url: str = ""  # the provider's page; "" where there is none
    data: Mapping[str, Any] = field(default_factory=dict)  # the attempt's provider_data


@dataclass(frozen=True)
class TransferInstructions:
    """What a buyer is shown who pays by a bank transfer."""

    bank_bin: str
    account_number: str
    account_holder: str
    content: str  # the text of the transfer
    qr_text: str
    picture: str  # address of the QR's picture
    is_pending: bool  # another QR is being made: show none yet
    has_failed: bool  # it was not made: this one is shown, of whose money its service does not tell


class Verdict(StrEnum):
    """What we made of a callback, in the order of the checks."""

    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_REFERENCE = "unknown_reference"
    WRONG_AMOUNT = "wrong_amount"
    RECEIVED = "received"  # it closed the attempt, or says that nothing is decided yet
    ALREADY_CLOSED = "already_closed"
    ERROR = "error"  # ours; everything is undone, the provider should call again


@dataclass(frozen=True)
class CallbackAnswer:
    """What the provider is answered."""

    code: str  # kept with the message as evidence
    body: Mapping[str, Any]  # JSON


class CallbackMessage(Protocol):
    """A callback, or a buyer's return. Nothing in it is believed unless `signature_ok`."""

    @property
    def fields(self) -> Mapping[str, str]:
        """All of it, kept as evidence."""

    @property
    def signature_ok(self) -> bool: ...

    @property
    def is_ours(self) -> bool:
        """Made for our merchant account."""

    @property
    def reference(self) -> str: ...

    @property
    def response_code(self) -> str: ...

    @property
    def signed_at(self) -> datetime | None:
        """When the provider made it, where it says so."""

    def is_for(self, amount: int) -> bool:
        """Whether it is about exactly so many đồng."""

    def result(self) -> AttemptResult: ...


class Callbacks(Protocol):
    """How a provider calls us, at /payments/<code>/ipn, and sends the buyer back."""

    method: str  # "GET" or "POST"

    def read(self, params: Mapping[str, str]) -> CallbackMessage:
        """A message of the parameters of a query or a form."""

    def answer(self, verdict: Verdict) -> CallbackAnswer: ...


class Provider(ABC):
    """One way to pay: its labels and capabilities, and what it does with an attempt."""

    code: str
    label: str | Promise
    hint: str | Promise = ""  # below its button on a checkout page
    confirms_by: ConfirmedBy
    callbacks: Callbacks | None = None  # of a provider that confirms by callback
    refunds_by_call = False  # else a person sends the money back
    supports_status_query = False  # else the result comes from a bank feed or a person
    amounts: range | None = None  # đồng that it takes in one payment; None: any
    amount_refusal: str | Promise = ""  # the refusal of another amount
    settlement_account = ""  # in the ledger: what it holds for us until it settles; "": it holds nothing

    @abstractmethod
    def collector_for(self, payee_id: str | None) -> Collector:
        """Who takes the buyer's money, where it is a payee's (seller) and where it is not."""

    def is_available(self, payee_id: str | None, *, livemode: bool) -> bool:
        """Whether this payee (None: the platform) can be paid by it now."""
        return True

    def new_reference(self, moment: datetime) -> str:
        """A reference never used before, under which the provider will know an attempt.

        Its letters and digits begin with the day in Việt Nam, by which VNPay counts, and have 80 random bits.
        """
        return f"{clock.local(moment):%y%m%d}" + random_symbols(CROCKFORD, 16)

    def check_amount(self, amount: int) -> None:
        """Raise DomainError AMOUNT_TOO_SMALL or AMOUNT_TOO_LARGE where the provider cannot take this many đồng."""
        if self.amounts is not None and amount not in self.amounts:
            code = "AMOUNT_TOO_SMALL" if amount < self.amounts.start else "AMOUNT_TOO_LARGE"
            raise DomainError(self.amount_refusal, code=code, field="amount")

    def return_url(self) -> str:
        """Our address to which the provider sends the buyer back; "" where the buyer never leaves."""
        return ""

    def start(self, request: PaymentRequest) -> PaymentSession:
        """Prepare a payment. No network call: the buyer's browser carries the request."""
        return PaymentSession()

    def after_commit(self, attempt: Attempt) -> None:  # noqa: B027 (nothing by default)
        """Leave to a job what must be done over the network; in the transaction that makes the attempt. What fails
        there must not matter.
        """

    def transfer_instructions(
        self, intent_id: str, reference: str, provider_data: Mapping[str, Any]
    ) -> TransferInstructions | None:
        """What the buyer of an attempt transfers and where to; None where nothing is to be transferred."""
        return None

    def query_status(self, attempt: Attempt) -> AttemptResult:
        """Query the status of an attempt. Network call: never inside a transaction."""
        return AttemptResult(Outcome.NO_RESPONSE)

    def refund(self, refund: Refund, attempt: Attempt) -> RefundResult:
        """Ask the provider to send `refund.amount` đồng of an attempt back. One request, over the network: never
        inside a transaction, and only by whoever has put the refund in flight."""
        return RefundResult(RefundOutcome.BY_HAND)

    @abstractmethod
    def capture_lines(self, amount: int, payee_id: str | None) -> Sequence[tuple[AccountName, int]]:
        """The ledger lines of money taken."""

    def decline_code(self, response_code: str) -> str:
        """The refusal in Stripe's words; "" where it is none."""
        return ""

    def charge_details(self, attempt: Attempt) -> Mapping[str, str | None]:
        """`payment_method_details` of a charge of /v1; no number of a buyer's card or account is among it."""
        return {"reference": attempt.reference}

    def evidence(self, attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
        """What the provider said of an attempt, labelled, for a person who decides on it."""
        return []
