"""Reads of stored quotes. They call no carrier, so that a transaction may use them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from core import clock
from core.compiled_queries import compiled_query
from shipping.carriers import ADAPTERS, Parcel
from shipping.models import ShippingQuote

_OFFER_ORDER = {code: position for position, code in enumerate(ADAPTERS)}


@dataclass(frozen=True)
class Quote:
    """One way in which a seller's goods can reach the buyer."""

    method_id: int
    carrier: str  # shipping.models.Carrier
    name: str
    note: str  # opening hours of a pick-up point, limits of a delivery
    price: int  # đồng, tax included
    arrives_from: date
    arrives_to: date
    quote_id: int | None = None  # of a stored quote


class QuoteSource(Protocol):
    """Where the quotes of parcels come from: {seller id: its quotes, the default first}."""

    def __call__(self, *, parcels: Sequence[Parcel], unit_id: int | None) -> Mapping[int, list[Quote]]: ...


def stored_quotes(*, parcels: Sequence[Parcel], unit_id: int | None) -> dict[int, list[Quote]]:
    """The quotes in force for these parcels to the commune (one statement): of each method the oldest.

    A parcel for which none is stored has an empty list.
    """
    quotes: dict[int, list[Quote]] = {parcel.seller_id: [] for parcel in parcels}
    parcel_keys = {(parcel.seller_id, parcel.weight_g, parcel.days_to_ship) for parcel in parcels}
    known: set[int] = set()
    for row in _rows(parcel_keys, unit_id) if parcels else ():
        key = row["seller_id"], row["weight_g"], row["days_to_ship"]
        if row["method_id"] not in known and key in parcel_keys:
            known.add(row["method_id"])
            quotes[row["seller_id"]].append(_quote(row))
    for of_seller in quotes.values():
        of_seller.sort(key=in_offer_order)
    return quotes


_OF_METHOD = ("carrier", "name", "note")
_OF_QUOTE = ("pk", "method_id", "weight_g", "days_to_ship", "price", "arrives_from", "arrives_to")


def quotes_in_force(*, seller: str, weights: "QuerySet[Any, Any]", unit_id: int | None, now: datetime) -> ArraySubquery:
    """A column with the stored quotes in force of a parcel to the commune, for `quotes_of_parcel`.

    `seller` names the outer query's seller id; `weights` is the parcel's weight in grams (one row and column), with
    `OuterRef("seller")` for the seller.
    """
    rows = ShippingQuote.objects.filter(seller=OuterRef(seller), weight_g=Subquery(weights), valid_until__gt=now)
    rows = rows.filter(unit__isnull=True) if unit_id is None else rows.filter(unit=unit_id)
    fields = {name: name for name in _OF_QUOTE} | {name: f"method__{name}" for name in _OF_METHOD}
    return ArraySubquery(rows.order_by("pk").values(_json=JSONObject(**fields)))


def quotes_of_parcel(parcel: Parcel, stored: Sequence[Mapping[str, Any]]) -> list[Quote]:
    """The quotes for this parcel from such a column, as `stored_quotes` returns them."""
    quotes: dict[int, Quote] = {}
    for row in stored:
        if (row["weight_g"], row["days_to_ship"]) == (parcel.weight_g, parcel.days_to_ship):
            dates = {name: date.fromisoformat(row[name]) for name in ("arrives_from", "arrives_to")}
            quotes.setdefault(row["method_id"], _quote({**row, **dates}))
    return sorted(quotes.values(), key=in_offer_order)


def _quote(row: Mapping[str, Any]) -> Quote:
    """A stored quote under the present name of its method."""
    return Quote(
        method_id=row["method_id"],
        carrier=row["carrier"],
        name=row["name"],
        note=row["note"],
        price=row["price"],
        arrives_from=row["arrives_from"],
        arrives_to=row["arrives_to"],
        quote_id=row["pk"],
    )


def _rows(parcel_keys: Collection[tuple[int, int, int]], unit_id: int | None) -> list[dict[str, Any]]:
    sellers, weights, _days = map(list, zip(*parcel_keys, strict=True))
    if unit_id is None:
        return _stored_nowhere(sellers, weights, clock.now())
    return _stored_to(sellers, weights, clock.now(), unit_id)


def _stored(
    sellers: list[int], weights: list[int], now: datetime, unit_id: int | None
) -> "QuerySet[ShippingQuote, dict[str, Any]]":
    rows = ShippingQuote.objects.filter(seller__id__any_of=sellers, weight_g__any_of=weights, valid_until__gt=now)
    rows = rows.filter(unit__isnull=True) if unit_id is None else rows.filter(unit=unit_id)
    of_method = {name: F(f"method__{name}") for name in _OF_METHOD}
    return rows.order_by("pk").values(*_OF_QUOTE, "seller_id", **of_method)


_stored_to = compiled_query(_stored, list, list, datetime, int)
_stored_nowhere = compiled_query(
    lambda sellers, weights, now: _stored(sellers, weights, now, None), list, list, datetime
)


def in_offer_order(quote: Quote) -> tuple[int, int, int]:
    """The order in which buyers see quotes: by carrier as registered, then the cheapest."""
    return _OFFER_ORDER[quote.carrier], quote.price, quote.method_id
