"""A month of withheld tax: the declared list, line by line, and the months with entries.

Each entry counts in the Vietnamese month of its own moment: later returns are offset then, so that a month can be below
zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from core import clock
from payments.base.mode import livemode
from payments.models import TaxCategory, TaxEntry, TaxFiling
from payments.tax.layouts import Layout, layout_for

_ORDER = {category: place for place, category in enumerate(TaxCategory.values)}
DUE_DAY = 20  # of the next month (NĐ 68/2026, NĐ 252/2026 Điều 45)


@dataclass(frozen=True)
class Sums:
    """Sales and what was withheld of them, in đồng, net of what was cancelled or returned."""

    revenue: int = 0
    vat: int = 0
    pit: int = 0

    @property
    def tax(self) -> int:
        return self.vat + self.pit

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.revenue + other.revenue, self.vat + other.vat, self.pit + other.pit)

    def __bool__(self) -> bool:
        return bool(self.revenue or self.vat or self.pit)


@dataclass(frozen=True)
class Line:
    """One payee's sales of one category (for exempt produce: of one evidence)."""

    payee_id: str
    shop: str
    legal_name: str
    tax_id: str
    category: str
    sums: Sums
    evidence: str = ""


@dataclass(frozen=True)
class Month:
    """The list of a month."""

    month: date
    layout: Layout
    lines: list[Line]  # the lines of the form
    exempt: list[Line]  # own produce, listed separately; empty where the layout lists it among the lines
    by_category: dict[str, Sums] = field(default_factory=dict)  # of `lines`

    @property
    def total(self) -> Sums:
        return total(line.sums for line in self.lines)

    @property
    def without_tax_id(self) -> list[str]:
        """The names of the shops without a tax code."""
        return sorted({line.shop for line in [*self.lines, *self.exempt] if not line.tax_id})


@dataclass(frozen=True)
class MonthSums:
    """A month's sums, and its filing."""

    month: date
    sums: Sums  # of taxed sales
    exempt: int  # đồng of own produce
    sellers: int
    filing: TaxFiling | None

    @property
    def is_over(self) -> bool:
        return month_is_over(self.month)

    @property
    def due_on(self) -> date:
        return due_on(self.month)

    @property
    def is_late(self) -> bool:
        return self.filing is None and self.due_on < clock.today()


def month_of(month: date) -> Month:
    """The list of a month (1 statement). A payee's category that nets to nothing is left out."""
    layout = layout_for(month)
    start, end = clock.month_span(month)
    rows = lines(entries().filter(at__gte=start, at__lt=end))
    listed = [row for row in rows if row.category != TaxCategory.EXEMPT or layout.exempt_in_list]
    apart = [row for row in rows if row.category == TaxCategory.EXEMPT and not layout.exempt_in_list]
    by_category: dict[str, Sums] = {}
    for row in listed:
        by_category[row.category] = by_category.get(row.category, Sums()) + row.sums
    return Month(month, layout, listed, apart, by_category)


def months() -> list[MonthSums]:
    """Every month with entries, and the present one; newest first (2 statements)."""
    filings = {filing.month: filing for filing in TaxFiling.objects.filter(livemode=livemode())}
    taxed = ~Q(category=TaxCategory.EXEMPT)
    rows = (
        entries()
        .annotate(month=TruncMonth("at", tzinfo=clock.VIETNAM))
        .values("month")
        .annotate(
            revenue=Sum("base", filter=taxed, default=0),
            exempt=Sum("base", filter=~taxed, default=0),
            vat_sum=Sum("vat"),
            pit_sum=Sum("pit"),
            sellers=Count("payee", distinct=True),
        )
        .order_by("-month")
    )
    found = [
        MonthSums(
            clock.month_of(row["month"]),
            Sums(row["revenue"], row["vat_sum"], row["pit_sum"]),
            row["exempt"],
            row["sellers"],
            filings.get(clock.month_of(row["month"])),
        )
        for row in rows
    ]
    present = clock.today().replace(day=1)
    if not found or found[0].month != present:
        found.insert(0, MonthSums(present, Sums(), 0, 0, None))
    return found


def entries() -> "QuerySet[TaxEntry]":
    """Entries of this process's mode: live and test money never share a list."""
    return TaxEntry.objects.filter(livemode=livemode())


def lines(found: "QuerySet[TaxEntry]") -> list[Line]:
    """By payee and category, exempt produce also by its evidence (1 statement)."""
    grouped = (
        found.values(
            "payee_id", "payee__name", "payee__legal_name", "payee__tax_id", "payee__sequence", "category", "evidence"
        )
        .annotate(base_sum=Sum("base"), vat_sum=Sum("vat"), pit_sum=Sum("pit"))
        .order_by()
    )
    rows = sorted(grouped, key=lambda row: (row["payee__sequence"], _ORDER[row["category"]], row["evidence"]))
    made = (
        Line(
            payee_id=row["payee_id"],
            shop=row["payee__name"],
            legal_name=row["payee__legal_name"] or row["payee__name"],
            tax_id=row["payee__tax_id"],
            category=row["category"],
            sums=Sums(row["base_sum"], row["vat_sum"], row["pit_sum"]),
            evidence=row["evidence"],
        )
        for row in rows
    )
    return [line for line in made if line.sums]


def total(parts: Iterable[Sums]) -> Sums:
    return sum(parts, Sums())


def month_is_over(month: date) -> bool:
    """Whether the month ended at least an hour ago, so that every transaction of it is committed."""
    return clock.now() >= clock.month_span(month)[1] + timedelta(hours=1)


def due_on(month: date) -> date:
    """The last day to declare and to pay: the 20th of the next month, on a weekend the Monday after.

    Public holidays postpone it further: the page of the office mentions it.
    """
    day = clock.next_month(month).replace(day=DUE_DAY)
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)
