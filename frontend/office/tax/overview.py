"""/co-quan/thue/: every month of withheld tax, its state, and the deadline of the next step."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from frontend.office.access import OfficeRequest, operator_only
from payments.models import TaxCategory, TaxRate
from payments.tax import monthly, yearly
from payments.tax.monthly import MonthSums


@dataclass(frozen=True)
class State:
    """The label of a month's state; `tone` is the tag's colour."""

    words: str
    tone: str


@require_safe
@operator_only
def overview(request: OfficeRequest) -> HttpResponse:
    months, rates = monthly.months(), _rates(clock.today())
    context = {
        "officer": request.officer,
        "here": "money",
        "months": [(sums, state(sums, months)) for sums in months],
        "next": next((sums for sums in reversed(months) if sums.is_over and step(sums, months)), None),
        "today": clock.today(),
        "years": yearly.years(),
        "rates": rates,
        "without_rate": [category for category in TaxCategory.values if category not in {r.category for r in rates}],
    }
    return render(request, "office/tax/overview.html", context)


def step(sums: MonthSums, months: list[MonthSums]) -> str:
    """The next step of a past month: "file", "pay" or nothing."""
    if not sums.is_over:
        return ""
    if sums.filing is None:
        return "file"
    later_paid = any(m.filing and m.filing.paid_on for m in months if m.month > sums.month)
    if sums.filing.paid_on or later_paid:
        return ""
    return "pay" if sums.filing.vat > 0 or sums.filing.pit > 0 else ""


def state(sums: MonthSums, months: list[MonthSums]) -> State:
    if not sums.is_over:
        return State(_("đang phát sinh"), "")
    todo = step(sums, months)
    if todo:
        late = sums.due_on < clock.today()
        words = _("chờ kê khai") if todo == "file" else _("đã kê khai, chờ nộp tiền")
        return State(_("%(state)s, quá hạn") % {"state": words} if late else words, "bad" if late else "warn")
    if sums.filing and sums.filing.paid_on:
        return State(_("đã nộp tiền"), "good")
    return State(_("đã kê khai, chuyển sang tháng sau"), "good")


def _rates(day: date) -> list[TaxRate]:
    """The tax rates in force today, in the list's order."""
    held = TaxRate.objects.filter(collector="platform", effective_from__lte=day).order_by("pk")
    return [rate for rate in held if rate.effective_to is None or day <= rate.effective_to]
