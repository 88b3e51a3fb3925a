"""Reads of reports: a month of an area, and the breakdown by its parts, each in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from indicators.areas import Area
from indicators.definitions.queries import definitions_in
from indicators.figures.queries import Figure, facts_of, figures_of_month, sellers_by, sums_by, sums_of_months
from indicators.models import Definition
from places.models import Level, Unit


@dataclass(frozen=True)
class Report:
    """An area's figures of a month, as of `counted_at`."""

    area: Area
    month: date
    counted_at: datetime
    sales: int
    reversals: int
    samples: int  # facts of invented sellers among them
    declared: int  # … and of transfers that only the seller confirmed
    figures: list[Figure]

    @property
    def is_running(self) -> bool:
        return self.month == clock.month_of(self.counted_at)

    @property
    def all_sample(self) -> bool:
        return 0 < self.samples == self.sales + self.reversals


@dataclass(frozen=True)
class Breakdown:
    """The figures of one part of a breakdown: a commune, a province or a former commune."""

    unit_id: int | None
    code: str
    name: str
    sales: int
    samples: int
    figures: dict[str, Figure]  # by definition code


def report(area: Area, month: date, definitions: list[Definition] | None = None) -> Report:
    """The area's figures of the month with the month before (3 statements, 2 with `definitions` at hand)."""
    before = clock.previous_month(month)
    definitions = definitions_in([before, month]) if definitions is None else definitions
    sums = sums_of_months(area, before, month)
    sellers = sellers_by(area, month)[()]
    now, then = sums.get((month,), {}), sums.get((before,), {})
    return Report(
        area=area,
        month=month,
        counted_at=clock.now(),
        sales=now.get("sales", 0),
        reversals=now.get("reversals", 0),
        samples=now.get("samples", 0),
        declared=now.get("declared", 0),
        figures=figures_of_month(definitions, month, now, then, sellers),
    )


def figures(area: Area, month: date) -> list[Figure]:
    """The area's figures of the month."""
    return report(area, month).figures


def breakdown(area: Area, month: date, definitions: list[Definition] | None = None) -> list[Breakdown]:
    """A province by its communes, the whole market by its provinces, also those without a sale (4 statements or 3)."""
    if area.is_province:
        key, units = "unit", Unit.objects.filter(parent_id=area.unit_id, level=Level.COMMUNE)
    else:
        key, units = "unit__parent", Unit.objects.filter(level=Level.PROVINCE)
    return _breakdowns(area, month, key, units.filter(valid_to__isnull=True).order_by("name_sort"), definitions)


def breakdown_by_old_commune(area: Area, month: date, definitions: list[Definition] | None = None) -> list[Breakdown]:
    """A current commune by its communes of before 7/2025, so that the pilot remains countable (4 or 3).

    The last one is of sellers whose old commune is unknown.
    """
    units = Unit.objects.filter(successions__successor_id=area.unit_id, level=Level.COMMUNE, valid_to__isnull=False)
    return _breakdowns(area, month, "old_unit", units.order_by("name_sort").distinct(), definitions)


def _breakdowns(
    area: Area, month: date, key: str, units: QuerySet[Unit], definitions: list[Definition] | None
) -> list[Breakdown]:
    before = clock.previous_month(month)
    definitions = definitions_in([before, month]) if definitions is None else definitions
    sums = sums_by(facts_of(area).filter(month__in=[before, month]), "month", key)
    sellers = sellers_by(area, month, key)
    parts = []
    named: list[tuple[int | None, str, str]] = list(units.values_list("pk", "code", "full_name"))
    if (None,) in sellers or (month, None) in sums:  # so that the breakdowns add up to the whole
        named.append((None, "", _("Chưa khai xã cũ")))
    for unit_id, code, name in named:
        now, then = sums.get((month, unit_id), {}), sums.get((before, unit_id), {})
        figures = figures_of_month(definitions, month, now, then, sellers.get((unit_id,), 0))
        by_code = {figure.definition.code: figure for figure in figures}
        parts.append(Breakdown(unit_id, code, name, now.get("sales", 0), now.get("samples", 0), by_code))
    return parts
