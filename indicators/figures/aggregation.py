"""Aggregation of facts by SQL, and the value that a definition gives to the sums."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cooperatives.models import Seller
from core import clock
from indicators.areas import Area
from indicators.definitions.formulas import FORMULAS, aggregates, share_of
from indicators.models import Channel, Definition, Fact, FactKind

Sums = Mapping[str, int]  # one group's aggregates by name; a group without facts is an empty mapping


@dataclass(frozen=True)
class Value:
    """What a definition gives for one area and month. `value` is basis points for a share, else the numerator."""

    value: int | None
    numerator: int
    denominator: int | None


def facts_of(area: Area) -> QuerySet[Fact]:
    """The facts whose seller was in the area when they happened."""
    return Fact.objects.filter(area.units_q())


def sums_by(facts: QuerySet[Fact], *keys: str) -> dict[tuple[Any, ...], dict[str, int]]:
    """Every formula's sums for each group of facts, with counts of sales, reversals, samples and declared transfers.

    One statement for any number of groups.
    """
    counts = {
        "sales": Count("pk", filter=Q(kind=FactKind.SALE)),
        "reversals": Count("pk", filter=~Q(kind=FactKind.SALE)),
        "samples": Count("pk", filter=Q(is_sample=True)),
        "declared": Count("pk", filter=Q(declared=True)),
    }
    rows = facts.order_by().values(*keys).annotate(**counts, **aggregates())
    return {tuple(row.pop(key) for key in keys): row for row in rows}


def sellers_by(area: Area, month: date, *keys: str) -> dict[tuple[Any, ...], int]:
    """Sellers on the market in a month, by groups (one statement): open before it ended, or with an order in it."""
    _start, end = clock.month_span(month)
    sold = Fact.objects.filter(seller=OuterRef("pk"), month=month, kind=FactKind.SALE, channel=Channel.ONLINE)
    on_market = Seller.objects.filter(area.units_q()).filter(Q(is_active=True, created_at__lt=end) | Exists(sold))
    if not keys:
        return {(): on_market.count()}
    return {tuple(row[:-1]): row[-1] for row in on_market.order_by().values_list(*keys).annotate(n=Count("pk"))}


def definitions_in(months: Iterable[date], code: str | None = None) -> list[Definition]:
    """The definitions in force in any of the months (one statement), in their order."""
    span = sorted(months)
    definitions = Definition.objects.filter(effective_from__lte=span[-1]).filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=span[0])
    )
    return list(definitions.filter(code=code) if code else definitions)


def in_force(definitions: Iterable[Definition], month: date) -> list[Definition]:
    """The definitions in force in a month: a report for June uses the definitions of June."""
    return [d for d in definitions if d.effective_from <= month and (d.effective_to is None or month < d.effective_to)]


def evaluate(definition: Definition, sums: Sums, sellers: int | None = None) -> Value:
    """A definition's value from a group's sums; `sellers` is the market's, where the formula is of sellers."""
    formula = FORMULAS[definition.formula]
    numerator = sums.get(f"{definition.formula}_n", 0)
    denominator = sums.get(f"{definition.formula}_d", 0) if formula.denominator is not None else None
    if formula.of_sellers:
        denominator = sellers
    return Value(share_of(numerator, denominator) if formula.share else numerator, numerator, denominator)
