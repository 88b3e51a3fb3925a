"""How figures are computed: each formula is a pair of SQL aggregates over facts, and the same rule for one row.

A reversal counts against the month in which the money went back, so that a month once reported never changes.
`in_numerator` says of a single fact whether it moves the numerator: a reader of the rows, and `verify`, recount by it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Count, Q, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from indicators.models import Channel, Fact, FactKind

SIGN = Case(When(kind=FactKind.SALE, then=Value(1)), default=Value(-1), output_field=BigIntegerField())


def _sum(expression: Combinable | str, condition: Q | None = None) -> Combinable:
    return Coalesce(Sum(expression, filter=condition), Value(0), output_field=BigIntegerField())


@dataclass(frozen=True)
class Formula:
    """`share`: numerator ÷ denominator in basis points; otherwise the figure is the numerator itself."""

    numerator: Combinable
    denominator: Combinable | None
    in_numerator: Callable[[Fact], bool]
    counts: str  # what its parts count: "sales", "dong" or "sellers"
    share: bool = False
    of_sellers: bool = False  # the denominator counts the market's sellers, not facts


FORMULAS: dict[str, Formula] = {
    "cashless_count": Formula(
        numerator=_sum(SIGN, Q(cashless=True)),
        denominator=_sum(SIGN),
        in_numerator=lambda fact: fact.cashless,
        counts="sales",
        share=True,
    ),
    "cashless_value": Formula(
        numerator=_sum("amount", Q(cashless=True)),
        denominator=_sum("amount"),
        in_numerator=lambda fact: fact.cashless,
        counts="dong",
        share=True,
    ),
    "online_value": Formula(
        numerator=_sum("amount", Q(channel=Channel.ONLINE)),
        denominator=None,
        in_numerator=lambda fact: fact.channel == Channel.ONLINE,
        counts="dong",
    ),
    "active_sellers": Formula(
        numerator=Count("seller", filter=Q(kind=FactKind.SALE), distinct=True),
        denominator=None,
        in_numerator=lambda fact: fact.kind == FactKind.SALE,
        counts="sellers",
        of_sellers=True,
    ),
}


def aggregates() -> dict[str, Combinable]:
    """Every formula's aggregates under "<formula>_n" and "<formula>_d": one statement computes them all."""
    named: dict[str, Combinable] = {}
    for name, formula in FORMULAS.items():
        named[f"{name}_n"] = formula.numerator
        if formula.denominator is not None:
            named[f"{name}_d"] = formula.denominator
    return named


def share_of(numerator: int, denominator: int | None) -> int | None:
    """Basis points, half up; None where there is nothing to divide.

    Reversals of earlier months can push a quiet month's parts below zero or above the whole: then no share is told.
    """
    if denominator is None or denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    return (numerator * 20_000 + denominator) // (2 * denominator)
