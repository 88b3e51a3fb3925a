"""What delivery costs and when goods arrive, for every seller of a cart at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from core import clock
from places.models import Unit
from shipping.carriers import ADAPTERS, Parcel, Terms
from shipping.models import ShippingMethod, Zone

__all__ = ["Parcel", "Quote", "methods_of", "quote"]

_TERMS = tuple(Terms.__dataclass_fields__)
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


def quote(*, parcels: Sequence[Parcel], unit_id: int | None, at: date | None = None) -> dict[int, list[Quote]]:
    """{seller id: its quotes, the default first} for parcels ordered on the day `at` (today) and sent to the commune.

    Without a commune (None, or one that does not exist) only pick-up is offered. A seller whom nothing reaches has an
    empty list. At most two statements.
    """
    ordered = at or clock.today()
    methods = _methods({parcel.seller_id for parcel in parcels}) if parcels else {}
    parent_id = _province_of(unit_id) if methods else None
    quotes: dict[int, list[Quote]] = {}
    for parcel in parcels:
        ready = ordered + timedelta(days=parcel.days_to_ship)
        offers = quotes.setdefault(parcel.seller_id, [])
        for method in methods.get(parcel.seller_id, []):
            zone = _zone(method, unit_id, parent_id)
            offer = ADAPTERS[method["carrier"]].offer(parcel, zone, method["terms"])
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
        offers.sort(key=lambda one: (_OFFER_ORDER[one.carrier], one.price, one.method_id))
    return quotes


def methods_of(seller_id: int) -> "QuerySet[ShippingMethod]":
    """A seller's ways of delivery with their rates, active ones first, for the workspace (two statements)."""
    return ShippingMethod.objects.filter(seller=seller_id).prefetch_related("rates").order_by("-is_active", "pk")


def _methods(seller_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """{seller id: active methods with their terms by zone and where the seller is}."""
    rates = [f"rates__{name}" for name in ("zone", *_TERMS)]
    rows = ShippingMethod.objects.filter(seller__in=seller_ids, is_active=True).values(
        "id", "carrier", "name", "note", "seller_id", "seller__unit_id", "seller__unit__parent_id", *rates
    )
    methods: dict[int, dict[str, Any]] = {}
    for row in rows:
        method = methods.setdefault(row["id"], row | {"terms": {}})
        if row["rates__zone"] is not None:
            method["terms"][row["rates__zone"]] = Terms(**{name: row[f"rates__{name}"] for name in _TERMS})
    by_seller: dict[int, list[dict[str, Any]]] = {}
    for method in methods.values():
        by_seller.setdefault(method["seller_id"], []).append(method)
    return by_seller


def _province_of(unit_id: int | None) -> int | None:
    return None if unit_id is None else Unit.objects.filter(pk=unit_id).values_list("parent_id", flat=True).first()


def _zone(method: dict[str, Any], unit_id: int | None, parent_id: int | None) -> str | None:
    """How far a commune is from the seller; a unit without a province above it is no commune of today."""
    if unit_id is None or parent_id is None:
        return None
    if unit_id == method["seller__unit_id"]:
        return Zone.COMMUNE
    return Zone.PROVINCE if parent_id == method["seller__unit__parent_id"] else Zone.COUNTRY
