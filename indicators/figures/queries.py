"""Reads of figures: sums of facts by SQL, what a definition makes of them, a trend and the rows of a figure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count, Exists, Func, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import scope
from cooperatives.models import Seller
from core import clock
from core.compiled_queries import compiled_query
from indicators.areas import Area, units_q
from indicators.definitions.formulas import FORMULAS, aggregates, share_of
from indicators.definitions.queries import definitions_in, in_force
from indicators.models import Channel, Definition, Fact, FactKind
from orders.models import PaymentMethod, PosMethod

PAGE = 50
Sums = Mapping[str, int]  # one group's aggregates by name; a group without facts is an empty mapping


@dataclass(frozen=True)
class Value:
    """The value of a definition for one area and month: basis points for a share, else the numerator."""

    value: int | None
    numerator: int
    denominator: int | None


@dataclass(frozen=True)
class Figure:
    """One indicator of one area and month, with its parts and the value of the month before."""

    definition: Definition
    value: int | None  # basis points for a share, else in the definition's unit
    numerator: int
    denominator: int | None
    previous: int | None  # the month before, where it was under the same formula
    is_new: bool = False  # a new formula applies from this month on

    @property
    def is_share(self) -> bool:
        return FORMULAS[self.definition.formula].share

    @property
    def counts(self) -> str:
        """What numerator and denominator count: "sales", "dong" or "sellers"."""
        return FORMULAS[self.definition.formula].counts

    @property
    def part(self) -> int | None:
        """Numerator ÷ denominator in basis points, also where the figure itself is a count."""
        return share_of(self.numerator, self.denominator)

    @property
    def change(self) -> int | None:
        """The change since the month before; for a share in basis points."""
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def beyond_target(self) -> int | None:
        """The difference to the target; negative where it is not reached."""
        target = self.definition.target
        return None if self.value is None or target is None else self.value - target


@dataclass(frozen=True)
class TrendPoint:
    """A month of a trend. `value` is None where there was nothing to divide, or no definition yet."""

    month: date
    value: int | None
    numerator: int
    denominator: int | None
    target: int | None


@dataclass(frozen=True)
class FactRow:
    """One fact as shown to officials, without its buyer."""

    fact: Fact
    in_numerator: bool

    @property
    def method(self) -> str:
        named = PosMethod if self.fact.channel == Channel.POS else PaymentMethod
        return str(named(self.fact.method).label) if self.fact.method in named else self.fact.method


def facts_of(area: Area) -> QuerySet[Fact]:
    """The facts whose seller was in the area when they happened."""
    return Fact.objects.filter(area.units_q())


def sums_by(facts: QuerySet[Fact], *keys: str) -> dict[tuple[Any, ...], dict[str, int]]:
    """Every formula's sums for each group of facts, with counts of sales, reversals, samples and declared transfers.

    One statement for any number of groups.
    """
    return _by_group(_sums(facts, *keys), keys)


def sums_of_months(area: Area, first: date, last: date) -> dict[tuple[Any, ...], dict[str, int]]:
    """The same for each month from `first` to `last`: {(month,): sums}."""
    if area.unit_id is None:
        return sums_by(facts_of(area).filter(month__gte=first, month__lte=last), "month")
    return _by_group(_sums_of_months(area.unit_id, first, last, is_commune=area.is_commune), ("month",))


def _by_group(rows: Iterable[dict[str, Any]], keys: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, int]]:
    return {tuple(row.pop(key) for key in keys): row for row in rows}


def _sums(facts: QuerySet[Fact], *keys: str) -> QuerySet[Fact, dict[str, Any]]:
    counts = {
        "sales": Count("pk", filter=Q(kind=FactKind.SALE)),
        "reversals": Count("pk", filter=~Q(kind=FactKind.SALE)),
        "samples": Count("pk", filter=Q(is_sample=True)),
        "declared": Count("pk", filter=Q(declared=True)),
    }
    return facts.order_by().values(*keys).annotate(**counts, **aggregates())


def _months_sums(unit_id: int, first: date, last: date, is_commune: bool = True) -> QuerySet[Fact, dict[str, Any]]:
    facts = Fact.objects.filter(units_q(unit_id, is_commune=is_commune))
    return _sums(facts.filter(month__gte=first, month__lte=last), "month")


_sums_of_months = compiled_query(_months_sums, int, date, date)


def sellers_by(area: Area, month: date, *keys: str) -> dict[tuple[Any, ...], int]:
    """Sellers on the market in a month, by groups (one statement): open before it ended, or with an order in it."""
    _start, end = clock.month_span(month)
    rows: Iterable[tuple[Any, ...]]
    if keys or area.unit_id is None:
        rows = _sellers(area.units_q(), month, end, *keys)
    else:
        rows = _sellers_of(area.unit_id, month, end, is_commune=area.is_commune)
    return {tuple(row[:-1]): row[-1] for row in rows}


def _sellers(area_q: Q, month: date, end: datetime, *keys: str) -> QuerySet[Seller, tuple[Any, ...]]:
    """Rows of the keys and a number of sellers; without keys one row."""
    sold = Fact.objects.filter(seller=OuterRef("pk"), month=month, kind=FactKind.SALE, channel=Channel.ONLINE)
    on_market = Seller.objects.filter(area_q).filter(Q(is_active=True, created_at__lt=end) | Exists(sold)).order_by()
    if keys:
        return on_market.values_list(*keys).annotate(n=Count("pk"))
    return on_market.values_list(Func("pk", function="COUNT", output_field=BigIntegerField()))  # without GROUP BY


def _unit_sellers(
    unit_id: int, month: date, end: datetime, is_commune: bool = True
) -> QuerySet[Seller, tuple[Any, ...]]:
    return _sellers(units_q(unit_id, is_commune=is_commune), month, end)


_sellers_of = compiled_query(_unit_sellers, int, date, datetime)


def evaluate(definition: Definition, sums: Sums, sellers: int | None = None) -> Value:
    """A definition's value from a group's sums; `sellers` is the market's, where the formula is of sellers."""
    formula = FORMULAS[definition.formula]
    numerator = sums.get(f"{definition.formula}_n", 0)
    denominator = sums.get(f"{definition.formula}_d", 0) if formula.denominator is not None else None
    if formula.of_sellers:
        denominator = sellers
    return Value(share_of(numerator, denominator) if formula.share else numerator, numerator, denominator)


def visible_to(user: User) -> QuerySet[Fact]:
    """The facts of the communes in this official's scope; none for other people."""
    reach = scope(user)
    return Fact.objects.filter(reach.units_q()) if reach else Fact.objects.none()


def trend(
    area: Area, code: str, last: date, months: int = 12, definitions: list[Definition] | None = None
) -> list[TrendPoint]:
    """An indicator over the months up to `last`, each by its own definition (2 statements, 1 with `definitions`)."""
    span = clock.months_ending(last, months)
    known = definitions_in(span, code) if definitions is None else definitions
    own = [definition for definition in known if definition.code == code]
    sums = sums_of_months(area, span[0], last)
    return [_point(own, month, sums.get((month,), {})) for month in span]


def rows(area: Area, definition: Definition, month: date, number: int = 1) -> Page[FactRow]:
    """A page of the facts that make an indicator in a month, newest first; the last page behind it (2 statements)."""
    page: Page = Paginator(_rows_of(area, definition, month), PAGE).get_page(max(number, 1))
    counts = FORMULAS[definition.formula].in_numerator
    page.object_list = [FactRow(fact, counts(fact)) for fact in page.object_list]
    return page


def all_rows(area: Area, definition: Definition, month: date) -> Iterator[FactRow]:
    """The same facts as an iterator, for a file: they are never all in memory."""
    counts = FORMULAS[definition.formula].in_numerator
    return (FactRow(fact, counts(fact)) for fact in _rows_of(area, definition, month).iterator(chunk_size=500))


def _rows_of(area: Area, definition: Definition, month: date) -> QuerySet[Fact]:
    facts = facts_of(area).filter(FORMULAS[definition.formula].about.q, month=month)
    return facts.select_related("seller", "unit", "old_unit").order_by("-occurred_at", "-pk")


def figures_of_month(definitions: list[Definition], month: date, now: Sums, then: Sums, sellers: int) -> list[Figure]:
    """The figures of one group of facts, by its sums of the month and of the month before."""
    before = {d.code: d for d in in_force(definitions, clock.previous_month(month))}
    figures = []
    for definition in in_force(definitions, month):
        value = evaluate(definition, now, sellers)
        was = before.get(definition.code)
        same = was is not None and was.formula == definition.formula
        previous = evaluate(definition, then).value if same else None
        figures.append(
            Figure(definition, value.value, value.numerator, value.denominator, previous, was is not None and not same)
        )
    return figures


def _point(definitions: list[Definition], month: date, sums: Sums) -> TrendPoint:
    current = in_force(definitions, month)
    if not current:
        return TrendPoint(month, None, 0, None, None)
    value = evaluate(current[0], sums)
    return TrendPoint(month, value.value, value.numerator, value.denominator, current[0].target)
