"""What the renderers share: small facts, strict shapes, and fields that hold an id until they are expanded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema
from typing_extensions import TypedDict

STRICT = ConfigDict(extra="forbid")
T = TypeVar("T")

Currency = Literal["vnd"]
CURRENCY: Currency = "vnd"
Metadata = dict[str, str]


@dataclass(frozen=True)
class Expands:
    """A field that holds an id, and the whole object of one of these shapes where `expand[]` asked for it."""

    shapes: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        inner = handler(core_schema)
        return {"anyOf": [*inner.get("anyOf", [inner]), *({"x-shape": shape} for shape in self.shapes)]}


# One alias for each object that others point to; `…OrNull` where it may be absent.
PaymentIntentId = Annotated[str, Expands(("PaymentIntent",))]
PaymentIntentOrNull = Annotated[str | None, Expands(("PaymentIntent",))]
ChargeId = Annotated[str, Expands(("Charge",))]
ChargeOrNull = Annotated[str | None, Expands(("Charge",))]
RefundOrNull = Annotated[str | None, Expands(("Refund",))]
TransferId = Annotated[str, Expands(("Transfer",))]
TransferOrNull = Annotated[str | None, Expands(("Transfer",))]
TransferReversalOrNull = Annotated[str | None, Expands(("TransferReversal",))]
AccountId = Annotated[str, Expands(("Account",))]
AccountOrNull = Annotated[str | None, Expands(("Account",))]
ApplicationFeeOrNull = Annotated[str | None, Expands(("ApplicationFee",))]
PaymentMethodOrNull = Annotated[str | None, Expands(("PaymentMethod",))]
PayoutOrNull = Annotated[str | None, Expands(("Payout",))]
BalanceTransactionOrNull = Annotated[str | None, Expands(("BalanceTransaction",))]
SourceOrNull = Annotated[
    str | None, Expands(("Charge", "Refund", "Transfer", "TransferReversal", "Payout", "ApplicationFee"))
]


class ListObject(TypedDict, Generic[T]):
    """Stripe's envelope of every list."""

    object: Literal["list"]
    data: list[T]
    has_more: bool
    url: str


def listing(data: Iterable[T], url: str, *, has_more: bool = False) -> ListObject[T]:
    return {"object": "list", "data": list(data), "has_more": has_more, "url": url}


class Address(TypedDict):
    city: None
    country: None
    line1: None
    line2: None
    postal_code: None
    state: None


class BillingDetails(TypedDict):
    """Empty: no name, card or address of a buyer is ever asked for here."""

    address: Address
    email: str | None
    name: None
    phone: None
    tax_id: None


def billing_details(email: str = "") -> BillingDetails:
    nowhere: Address = {
        "city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None,
    }  # fmt: skip
    return {"address": nowhere, "email": email or None, "name": None, "phone": None, "tax_id": None}


def seconds(moment: datetime) -> int:
    """Unix time, as every moment of the API is given."""
    return int(moment.timestamp())


def seconds_or_null(moment: datetime | None) -> int | None:
    return None if moment is None else seconds(moment)


def midnight(day: date) -> int:
    """Unix time at which a day begins in UTC, as Stripe gives the days of payouts."""
    return seconds(datetime(day.year, day.month, day.day, tzinfo=UTC))


def plain(metadata: Mapping[str, Any]) -> Metadata:
    """Metadata as Stripe gives it: text by text. The shop's own intents may keep numbers."""
    return {str(key): str(value) for key, value in metadata.items()}
