"""Reads of figures: a month's report, a trend, a breakdown and the rows, each in a fixed number of statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import scope
from core import clock
from core.errors import NotFound
from indicators.areas import Area
from indicators.definitions.formulas import FORMULAS, share_of
from indicators.figures import aggregation
from indicators.models import Channel, Definition, Fact
from orders.models import PaymentMethod, PosMethod
from places.models import Level, Unit

PAGE = 50


@dataclass(frozen=True)
class Figure:
    """One indicator of one area and month, with what it is made of and how it stood a month before."""

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
        """What was added since the month before; for a share in basis points."""
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def beyond_target(self) -> int | None:
        """The difference to the target; negative where it is not reached."""
        target = self.definition.target
        return None if self.value is None or target is None else self.value - target


@dataclass(frozen=True)
class Report:
    """An area's figures of a month, as they stood at `counted_at`."""

    area: Area
    month: date
    counted_at: datetime
    sales: int
    reversals: int
    samples: int  # facts of invented sellers among them
    declared: int  # … and of transfers that came by the seller's own word alone
    figures: list[Figure]

    @property
    def is_running(self) -> bool:
        return self.month == clock.month_of(self.counted_at)

    @property
    def all_sample(self) -> bool:
        return 0 < self.samples == self.sales + self.reversals


@dataclass(frozen=True)
class TrendPoint:
    """A month of a trend. `value` is None where there was nothing to divide, or no definition yet."""

    month: date
    value: int | None
    numerator: int
    denominator: int | None
    target: int | None


@dataclass(frozen=True)
class Breakdown:
    """A commune's (or a province's, an old commune's) figures beside its sisters'."""

    unit_id: int | None
    code: str
    name: str
    sales: int
    samples: int
    figures: dict[str, Figure]  # by definition code


@dataclass(frozen=True)
class FactRow:
    """One fact as a reader sees it. No buyer in it."""

    fact: Fact
    in_numerator: bool

    @property
    def method(self) -> str:
        named = PosMethod if self.fact.channel == Channel.POS else PaymentMethod
        return str(named(self.fact.method).label) if self.fact.method in named else self.fact.method


@dataclass(frozen=True)
class FactPage:
    """A page of an indicator's rows, newest first."""

    rows: list[FactRow]
    total: int
    page: int

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def visible_to(user: User) -> QuerySet[Fact]:
    """The facts of the communes in this official's scope; none for other people."""
    reach = scope(user)
    return Fact.objects.filter(reach.units_q()) if reach else Fact.objects.none()


def definitions_for(last: date, months: int = 12) -> list[Definition]:
    """The definitions of the months up to `last`: read once, they serve a page's report, trend and parts."""
    return aggregation.definitions_in(clock.months_ending(last, max(2, months)))


def report(area: Area, month: date, definitions: list[Definition] | None = None) -> Report:
    """The area's figures of the month with the month before (3 statements, 2 with `definitions` at hand)."""
    before = clock.previous_month(month)
    definitions = aggregation.definitions_in([before, month]) if definitions is None else definitions
    sums = aggregation.sums_by(aggregation.facts_of(area).filter(month__in=[before, month]), "month")
    sellers = aggregation.sellers_by(area, month)[()]
    now, then = sums.get((month,), {}), sums.get((before,), {})
    return Report(
        area=area,
        month=month,
        counted_at=clock.now(),
        sales=now.get("sales", 0),
        reversals=now.get("reversals", 0),
        samples=now.get("samples", 0),
        declared=now.get("declared", 0),
        figures=_figures(definitions, month, now, then, sellers),
    )


def figures(area: Area, month: date) -> list[Figure]:
    """The area's figures of the month."""
    return report(area, month).figures


def definition_of(code: str, month: date) -> Definition:
    """The definition of an indicator in a month. Raises NotFound."""
    in_force = aggregation.in_force(aggregation.definitions_in([month], code), month)
    if not in_force:
        raise NotFound(_("Không có chỉ số này trong kỳ đã chọn."))
    return in_force[0]


def history_of(code: str) -> list[Definition]:
    """All definitions of an indicator, the newest first."""
    return list(Definition.objects.filter(code=code).order_by("-effective_from"))


def trend(
    area: Area, code: str, last: date, months: int = 12, definitions: list[Definition] | None = None
) -> list[TrendPoint]:
    """An indicator over the months up to `last`, each by its own definition (2 statements, 1 with `definitions`)."""
    span = clock.months_ending(last, months)
    known = aggregation.definitions_in(span, code) if definitions is None else definitions
    own = [definition for definition in known if definition.code == code]
    sums = aggregation.sums_by(aggregation.facts_of(area).filter(month__gte=span[0], month__lte=last), "month")
    return [_point(own, month, sums.get((month,), {})) for month in span]


def breakdown(area: Area, month: date, definitions: list[Definition] | None = None) -> list[Breakdown]:
    """A province by its communes, the whole market by its provinces, also those without a sale (4 statements or 3)."""
    if area.is_province:
        key, units = "unit", Unit.objects.filter(parent_id=area.unit_id, level=Level.COMMUNE)
    else:
        key, units = "unit__parent", Unit.objects.filter(level=Level.PROVINCE)
    return _breakdowns(area, month, key, units.filter(valid_to__isnull=True).order_by("name_sort"), definitions)


def breakdown_by_old_commune(area: Area, month: date, definitions: list[Definition] | None = None) -> list[Breakdown]:
    """A commune of today by the communes it was before 7/2025, so that the pilot stays countable (4 or 3).

    The last one is of sellers whose old commune is unknown.
    """
    units = Unit.objects.filter(successions__successor_id=area.unit_id, level=Level.COMMUNE, valid_to__isnull=False)
    return _breakdowns(area, month, "old_unit", units.order_by("name_sort").distinct(), definitions)


def rows(area: Area, definition: Definition, month: date, page: int = 1) -> FactPage:
    """The facts that make an indicator in a month, a page of them (2 statements)."""
    facts = _rows_of(area, definition, month)
    total = facts.count()
    page = max(1, min(page, -(-total // PAGE)))
    counts = FORMULAS[definition.formula].in_numerator
    return FactPage([FactRow(f, counts(f)) for f in facts[(page - 1) * PAGE : page * PAGE]], total, page)


def all_rows(area: Area, definition: Definition, month: date) -> Iterator[FactRow]:
    """The same facts as an iterator, for a file: they are never all in memory."""
    counts = FORMULAS[definition.formula].in_numerator
    return (FactRow(fact, counts(fact)) for fact in _rows_of(area, definition, month).iterator(chunk_size=500))


def _rows_of(area: Area, definition: Definition, month: date) -> QuerySet[Fact]:
    facts = aggregation.facts_of(area).filter(FORMULAS[definition.formula].about.q, month=month)
    return facts.select_related("seller", "unit", "old_unit").order_by("-occurred_at", "-pk")


def _figures(
    definitions: list[Definition], month: date, now: aggregation.Sums, then: aggregation.Sums, sellers: int
) -> list[Figure]:
    before = {d.code: d for d in aggregation.in_force(definitions, clock.previous_month(month))}
    figures = []
    for definition in aggregation.in_force(definitions, month):
        value = aggregation.evaluate(definition, now, sellers)
        was = before.get(definition.code)
        same = was is not None and was.formula == definition.formula
        previous = aggregation.evaluate(definition, then).value if same else None
        figures.append(
            Figure(definition, value.value, value.numerator, value.denominator, previous, was is not None and not same)
        )
    return figures


def _point(definitions: list[Definition], month: date, sums: aggregation.Sums) -> TrendPoint:
    in_force = aggregation.in_force(definitions, month)
    if not in_force:
        return TrendPoint(month, None, 0, None, None)
    value = aggregation.evaluate(in_force[0], sums)
    return TrendPoint(month, value.value, value.numerator, value.denominator, in_force[0].target)


def _breakdowns(
    area: Area, month: date, key: str, units: QuerySet[Unit], definitions: list[Definition] | None
) -> list[Breakdown]:
    before = clock.previous_month(month)
    definitions = aggregation.definitions_in([before, month]) if definitions is None else definitions
    sums = aggregation.sums_by(aggregation.facts_of(area).filter(month__in=[before, month]), "month", key)
    sellers = aggregation.sellers_by(area, month, key)
    parts = []
    named: list[tuple[int | None, str, str]] = list(units.values_list("pk", "code", "full_name"))
    if (None,) in sellers or (month, None) in sums:  # so that the breakdowns add up to the whole
        named.append((None, "", _("Chưa khai xã cũ")))
    for unit_id, code, name in named:
        now, then = sums.get((month, unit_id), {}), sums.get((before, unit_id), {})
        figures = _figures(definitions, month, now, then, sellers.get((unit_id,), 0))
        by_code = {figure.definition.code: figure for figure in figures}
        parts.append(Breakdown(unit_id, code, name, now.get("sales", 0), now.get("samples", 0), by_code))
    return parts
