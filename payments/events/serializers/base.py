"""Shared by the API's objects: their base class, small helpers, and fields that hold an id until expanded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar, dataclass_transform

from django.conf import settings
from django.db.models import OuterRef, Subquery
from pydantic import ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from payments.models import BalanceTransaction

T = TypeVar("T")

Currency = Literal["vnd"]
CURRENCY: Currency = "vnd"
Metadata = dict[str, str]
_SCALARS = frozenset((str, int, bool, type(None)))
OMITTED: Any = object()  # the default of a field that is in some answers only


@dataclass_transform(eq_default=False, kw_only_default=True, field_specifiers=(field,))
class ApiObject:
    """An object of the API: a dataclass whose fields and their order are those of the JSON and of its schema.

    What is the same in every answer is a default.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(eq=False, kw_only=True)(cls)

    def as_json(self) -> dict[str, Any]:
        """As plain hashes and lists."""
        shown: dict[str, Any] = {}
        for name, value in self.__dict__.items():
            kind = type(value)
            if kind in _SCALARS:
                shown[name] = value
            elif kind is list:
                shown[name] = [one.as_json() if isinstance(one, ApiObject) else one for one in value]
            elif isinstance(value, ApiObject):
                shown[name] = value.as_json()
            elif value is not OMITTED:
                shown[name] = value
        return shown


Obj = TypeVar("Obj", bound=ApiObject)


def with_hash_of_type(obj: Obj, kind: str, value: ApiObject) -> Obj:
    """Add the hash under the name of its payment method type, beside `type`, as Stripe does.

    The schema has the types that callers of /v1 can choose; every provider's payments are shown.
    """
    object.__setattr__(obj, kind, value)
    return obj


@dataclass(frozen=True)
class Expands:
    """A field that holds an id, and the whole object of one of these shapes where `expand[]` names it.

    Without shapes: Stripe's clients may name it, and it stays as it is (there are no such objects here).
    """

    shapes: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        inner = handler(core_schema)
        if not self.shapes:
            return inner
        return {"anyOf": [*inner.get("anyOf", [inner]), *({"x-shape": shape} for shape in self.shapes)]}


Null = Annotated[None, Expands(())]
ReviewId = Annotated[str | None, Expands(())]  # prv_…: the operator decides it
# One alias for each object that others point to; `…OrNull` where it may be absent.
PaymentIntentId = Annotated[str, Expands(("PaymentIntent",))]
PaymentIntentOrNull = Annotated[str | None, Expands(("PaymentIntent",))]
CustomerOrNull = Annotated[str | None, Expands(("Customer", "DeletedCustomer"))]
ChargeId = Annotated[str, Expands(("Charge",))]
ChargeOrNull = Annotated[str | None, Expands(("Charge",))]
RefundOrNull = Annotated[str | None, Expands(("Refund",))]
TransferId = Annotated[str, Expands(("Transfer",))]
TransferOrNull = Annotated[str | None, Expands(("Transfer",))]
TransferReversalOrNull = Annotated[str | None, Expands(("TransferReversal",))]
AccountId = Annotated[str, Expands(("Account",))]
AccountOrNull = Annotated[str | None, Expands(("Account",))]
ApplicationFeeId = Annotated[str, Expands(("ApplicationFee",))]
ApplicationFeeOrNull = Annotated[str | None, Expands(("ApplicationFee",))]
PaymentMethodOrNull = Annotated[str | None, Expands(("PaymentMethod",))]
PayoutOrNull = Annotated[str | None, Expands(("Payout",))]
BankAccountOrNull = Annotated[str | None, Expands(("BankAccount",))]
BalanceTransactionOrNull = Annotated[str | None, Expands(("BalanceTransaction",))]
SourceOrNull = Annotated[
    str | None, Expands(("Charge", "Refund", "Transfer", "TransferReversal", "Payout", "ApplicationFee"))
]


class ListObject(ApiObject, Generic[T]):
    """Stripe's envelope of every list."""

    object: Literal["list"] = "list"
    data: list[T]
    has_more: bool = False
    total_count: int = OMITTED  # of lists inside an object only
    url: str


def listing(data: Iterable[T], url: str, *, has_more: bool = False) -> ListObject[T]:
    return ListObject(data=list(data), has_more=has_more, url=url)


def sublist(data: Sequence[T], url: str, *, most: int = 10) -> ListObject[T]:
    """The list inside an object: the first `most` items, and the total. The rest are in a list of their own."""
    return ListObject(data=list(data[:most]), has_more=len(data) > most, total_count=len(data), url=url)


class Address(ApiObject):
    city: str | None = None
    country: str | None = None
    line1: str | None = None
    line2: str | None = None
    postal_code: str | None = None
    state: str | None = None


def address(kept: Mapping[str, str]) -> Address:
    """An address, of which only what was given is kept."""
    return Address(**kept)


class BillingDetails(ApiObject):
    """What the API's client said of whoever pays: nothing of it is asked for here."""

    address: Address
    email: str | None
    name: str | None
    phone: str | None
    tax_id: str | None


def billing_details(kept: Mapping[str, Any], email: str = "") -> BillingDetails:
    """Of what was given with the payment method; without an address of its own, `email` is that of the receipt."""
    texts = {name: kept.get(name) or None for name in ("name", "phone", "tax_id")}
    return BillingDetails(address=address(kept.get("address", {})), email=kept.get("email") or email or None, **texts)


def seconds(moment: datetime) -> int:
    """Unix time, as every moment of the API is given."""
    return int(moment.timestamp())


def seconds_or_null(moment: datetime | None) -> int | None:
    return None if moment is None else seconds(moment)


def midnight(day: date) -> int:
    """Unix time at which a day begins in UTC, as Stripe gives the days of payouts."""
    return seconds(datetime(day.year, day.month, day.day, tzinfo=UTC))


def plain(metadata: Mapping[str, Any]) -> Metadata:
    """Metadata as Stripe renders it: every value a text. The shop's own intents may hold numbers."""
    return {str(key): str(value) for key, value in metadata.items()}


def doc_url(code: str) -> str:
    """The address of our own page about an error, so that every `doc_url` works."""
    return f"{settings.BASE_URL}/v1/docs/errors#{code.replace('_', '-')}"


def line_of(source: str, *types: str) -> Subquery:
    """The id of the first balance transaction of one of these types whose source is the column `source`."""
    lines = BalanceTransaction.objects.filter(source=OuterRef(source), type__in=types)
    return Subquery(lines.order_by("sequence").values("id")[:1])
