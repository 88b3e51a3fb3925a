"""A payee's own withheld tax: month by month, and the certificate of a year ("chứng từ khấu trừ thuế")."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from core import clock
from payments.models import Payee, TaxCategory
from payments.tax.layouts import Layout, layout_for
from payments.tax.monthly import Line, Sums, entries, lines, total


@dataclass(frozen=True)
class PayeeMonth:
    """What a payee sold through the market in a month and what was withheld of it."""

    month: date
    sums: Sums
    exempt: int  # đồng of own produce, nothing withheld


@dataclass(frozen=True)
class Certificate:
    """A year of a payee, by category. `is_final` once the year is over."""

    payee: Payee
    year: int
    layout: Layout
    by_category: dict[str, Sums]
    exempt: list[Line]
    is_final: bool

    @property
    def total(self) -> Sums:
        return total(self.by_category.values())

    @property
    def number(self) -> str:
        """Its own number: the same paper of the same year always has the same number."""
        return f"{self.year}/{self.payee.sequence}"


def months_of(payee_id: str) -> list[PayeeMonth]:
    """Newest first (1 statement)."""
    taxed = ~Q(category=TaxCategory.EXEMPT)
    rows = (
        entries()
        .filter(payee_id=payee_id)
        .annotate(month=TruncMonth("at", tzinfo=clock.VIETNAM))
        .values("month")
        .annotate(
            revenue=Sum("base", filter=taxed, default=0),
            exempt=Sum("base", filter=~taxed, default=0),
            vat_sum=Sum("vat"),
            pit_sum=Sum("pit"),
        )
        .order_by("-month")
    )
    return [
        PayeeMonth(clock.month_of(row["month"]), Sums(row["revenue"], row["vat_sum"], row["pit_sum"]), row["exempt"])
        for row in rows
    ]


def certificate(payee_id: str, year: int) -> Certificate | None:
    """The certificate of a payee's year (2 statements); None where nothing was sold, or there is no such payee.

    The form is the one in force on the year's last day.
    """
    payee = Payee.objects.filter(pk=payee_id).first()
    found = lines(entries().filter(_in_year(year), payee_id=payee_id)) if payee else []
    if payee is None or not found:
        return None
    by_category: dict[str, Sums] = {}
    for line in found:
        if line.category != TaxCategory.EXEMPT:
            by_category[line.category] = by_category.get(line.category, Sums()) + line.sums
    return Certificate(
        payee=payee,
        year=year,
        layout=layout_for(date(year, 12, 31)),
        by_category=by_category,
        exempt=[line for line in found if line.category == TaxCategory.EXEMPT],
        is_final=clock.today().year > year,
    )


def sellers_of(year: int) -> list[Line]:
    """Each payee's sum of a year, in the order of the list (1 statement)."""
    sums: dict[str, Line] = {}
    for line in lines(entries().filter(_in_year(year))):
        before = sums.get(line.payee_id)
        part = Sums() if line.category == TaxCategory.EXEMPT else line.sums
        sums[line.payee_id] = Line(
            line.payee_id, line.shop, line.legal_name, line.tax_id, "", (before.sums if before else Sums()) + part
        )
    return list(sums.values())


def years() -> list[int]:
    """The years with entries, and the present one; newest first (1 statement)."""
    ends = entries().order_by("at").values_list("at", flat=True)
    first = ends.first()
    present = clock.today().year
    return list(range(present, (clock.local(first).year if first else present) - 1, -1))


def _in_year(year: int) -> Q:
    start, end = (datetime(y, 1, 1, tzinfo=clock.VIETNAM) for y in (year, year + 1))
    return Q(at__gte=start, at__lt=end)
