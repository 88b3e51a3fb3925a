"""How figures are computed: each formula is a pair of SQL aggregates over facts, and the same rule for one row.

A refund counts in the month in which the buyer received the money, so that a reported month never changes.
`about` and `in_numerator` decide for a single fact whether it is counted, and whether it is part of the numerator: the
list of rows and the integrity checks use them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Count, Q, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from indicators.models import Channel, Fact, FactKind

# The number of sales that a fact counts for: a partial refund leaves it unchanged.
WEIGHTS = {FactKind.SALE: 1, FactKind.PARTIAL: 0, FactKind.REVERSAL: -1}
SIGN = Case(*[When(kind=kind, then=Value(weight)) for kind, weight in WEIGHTS.items()], output_field=BigIntegerField())


def _sum(expression: Combinable | str, condition: Q) -> Combinable:
    summed = Sum(expression, filter=condition) if condition else Sum(expression)
    return Coalesce(summed, Value(0), output_field=BigIntegerField())


@dataclass(frozen=True)
class Scope:
    """The facts that a formula counts: as a condition of SQL, and for a single fact."""

    q: Q
    holds: Callable[[Fact], bool]


EVERY_SALE = Scope(Q(), lambda fact: True)
ORDERS = Scope(Q(channel=Channel.ONLINE), lambda fact: fact.channel == Channel.ONLINE)
POS = Scope(Q(channel=Channel.POS), lambda fact: fact.channel == Channel.POS)


@dataclass(frozen=True)
class Formula:
    """`share`: numerator ÷ denominator in basis points; otherwise the figure is the numerator itself."""

    numerator: Combinable
    denominator: Combinable | None
    about: Scope
    in_numerator: Callable[[Fact], bool]  # of a fact that it is about
    counts: str  # what its parts count: "sales", "dong" or "sellers"
    share: bool = False
    of_sellers: bool = False  # the denominator counts the market's sellers, not facts


def _cashless_count(about: Scope) -> Formula:
    return Formula(
        numerator=_sum(SIGN, about.q & Q(cashless=True)),
        denominator=_sum(SIGN, about.q),
        about=about,
        in_numerator=lambda fact: fact.cashless,
        counts="sales",
        share=True,
    )


def _cashless_value(about: Scope) -> Formula:
    return Formula(
        numerator=_sum("amount", about.q & Q(cashless=True)),
        denominator=_sum("amount", about.q),
        about=about,
        in_numerator=lambda fact: fact.cashless,
        counts="dong",
        share=True,
    )


def _value(about: Scope) -> Formula:
    return Formula(
        numerator=_sum("amount", about.q), denominator=None, about=about, in_numerator=lambda fact: True, counts="dong"
    )


FORMULAS: dict[str, Formula] = {
    "cashless_count": _cashless_count(ORDERS),
    "cashless_value": _cashless_value(ORDERS),
    "cashless_count_all": _cashless_count(EVERY_SALE),
    "cashless_value_all": _cashless_value(EVERY_SALE),
    "online_value": _value(ORDERS),
    "pos_value": _value(POS),
    "active_sellers": Formula(
        numerator=Count("seller", filter=ORDERS.q & Q(kind=FactKind.SALE), distinct=True),
        denominator=None,
        about=ORDERS,
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

    Reversals of earlier months can push a quiet month's parts below zero or above the whole: then there is no share.
    """
    if denominator is None or denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    return (numerator * 20_000 + denominator) // (2 * denominator)
