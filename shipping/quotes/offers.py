"""What each carrier offers now for parcels, for every seller of a cart at once. Nothing is stored."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Subquery

from core import clock
from core.compiled_queries import compiled_query
from places.models import Unit
from shipping.carriers import ADAPTERS, Parcel, Terms
from shipping.models import ShippingMethod, Zone
from shipping.quotes.queries import Quote, in_offer_order

_TERMS = tuple(Terms.__dataclass_fields__)


def ask_carriers(*, parcels: Sequence[Parcel], unit_id: int | None, at: date | None = None) -> dict[int, list[Quote]]:
    """{seller id: its quotes, the default first} for parcels ordered on the day `at` (today) and sent to the commune.

    Without a commune (None, or one that does not exist) only pick-up is offered. A seller whom nothing reaches has an
    empty list. One statement. Raises RuntimeError where a remote carrier would be asked inside a transaction.
    """
    return offers_to(parcels=parcels, unit_id=unit_id, at=at)[0]


def offers_to(
    *, parcels: Sequence[Parcel], unit_id: int | None, at: date | None = None
) -> tuple[dict[int, list[Quote]], int | None]:
    """`ask_carriers`, and the commune: None where it does not exist."""
    ordered = at or clock.today()
    methods = _methods({parcel.seller_id for parcel in parcels}, unit_id) if parcels else {}
    quotes: dict[int, list[Quote]] = {}
    known = next((method["to_unit"] for of in methods.values() for method in of), None)
    for parcel in parcels:
        ready = ordered + timedelta(days=parcel.days_to_ship)
        offers = quotes.setdefault(parcel.seller_id, [])
        for method in methods.get(parcel.seller_id, []):
            carrier = ADAPTERS[method["carrier"]]
            if carrier.is_remote:
                _refuse_in_transaction()
            offer = carrier.offer(parcel, _zone(method, unit_id), method["terms"])
            if offer is not None:
                offers.append(
                    Quote(
                        method_id=method["id"],
                        carrier=method["carrier"],
                        name=method["name"],
                        note=method["note"],
                        price=offer.price,
                        arrives_from=ready + timedelta(days=offer.min_days),
                        arrives_to=ready + timedelta(days=offer.max_days),
                    )
                )
        offers.sort(key=in_offer_order)
    return quotes, known


def _refuse_in_transaction() -> None:
    """Raise RuntimeError inside a transaction: its locks would wait for a network."""
    with transaction.atomic(durable=True):
        pass


def _methods(seller_ids: set[int], unit_id: int | None) -> dict[int, list[dict[str, Any]]]:
    """{seller id: active methods with their terms by zone, where the seller is, and the province of the commune}."""
    rows = _rows_nowhere(list(seller_ids)) if unit_id is None else _rows_to(list(seller_ids), unit_id)
    methods: dict[int, dict[str, Any]] = {}
    for row in rows:
        method = methods.setdefault(row["id"], row | {"terms": {}})
        if row["rates__zone"] is not None:
            method["terms"][row["rates__zone"]] = Terms(**{name: row[f"rates__{name}"] for name in _TERMS})
    by_seller: dict[int, list[dict[str, Any]]] = {}
    for method in methods.values():
        by_seller.setdefault(method["seller_id"], []).append(method)
    return by_seller


def _rows(seller_ids: list[int], communes: "QuerySet[Unit]") -> "QuerySet[ShippingMethod, dict[str, Any]]":
    rates = [f"rates__{name}" for name in ("zone", *_TERMS)]
    return (
        ShippingMethod.objects.filter(seller__id__any_of=seller_ids, is_active=True)
        .annotate(to_unit=Subquery(communes.values("pk")), to_province=Subquery(communes.values("parent_id")))
        .values(
            "id",
            "carrier",
            "name",
            "note",
            "seller_id",
            "seller__unit_id",
            "seller__unit__parent_id",
            "to_unit",
            "to_province",
            *rates,
        )
    )


_rows_to = compiled_query(lambda sellers, unit_id: _rows(sellers, Unit.objects.filter(pk=unit_id)), list, int)
_rows_nowhere = compiled_query(lambda sellers: _rows(sellers, Unit.objects.none()), list)


def _zone(method: dict[str, Any], unit_id: int | None) -> str | None:
    """How far a commune is from the seller; a unit without a province above it is no commune of today."""
    if unit_id is None or method["to_province"] is None:
        return None
    if unit_id == method["seller__unit_id"]:
        return Zone.COMMUNE
    return Zone.PROVINCE if method["to_province"] == method["seller__unit__parent_id"] else Zone.COUNTRY
