"""/co-quan/doi-soat/ngay/: each day's payments by our books, VNPay's files and the bank; the differences of a day."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import NotFound
from frontend.common.paging import first_page
from frontend.common.parsing import months_on_offer, requested_month
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.labels import SHOWN
from frontend.office.reconciliation import line_labels
from payments.models import SettlementLine
from payments.reconciliation import days as reconciliation_days
from payments.reconciliation import queries as reconciliation_queries
from payments.reconciliation.days import Day


@dataclass(frozen=True)
class Row:
    """A line of VNPay's file that differs, beside our payment."""

    line: SettlementLine
    why: str
    provider_side: str
    our_side: str


@require_safe
@operator_only
def money_days(request: OfficeRequest) -> HttpResponse:
    month, today = requested_month(request), clock.today()
    last = min(clock.next_month(month).toordinal() - 1, today.toordinal())
    days = reconciliation_days.days(month, date.fromordinal(last))
    lively = [day for day in days if not day.is_quiet]
    context = {
        "officer": request.officer,
        "here": "money",
        "month": month,
        "months": months_on_offer(),
        "days": [(day, _state(day)) for day in lively],
        "total": _total(lively),
        "quiet": len(days) - len(lively),
        "covered": reconciliation_queries.days_covered(),
    }
    return render(request, "office/reconciliation/days.html", context)


@require_safe
@operator_only
def money_day(request: OfficeRequest, day: date) -> HttpResponse:
    if day > clock.today():
        raise NotFound(_("Ngày này chưa tới."))
    (shown,) = reconciliation_days.days(day, day)
    context = {
        "officer": request.officer,
        "here": "money",
        "day": shown,
        "state": _state(shown),
        "rows": [row(line) for line in reconciliation_queries.lines_of_day(day)],
        "gaps": reconciliation_days.missing(first=day, last=day),
        "files": list(reconciliation_queries.files_between(day, day).select_related("imported_by").order_by("pk")),
    }
    return render(request, "office/reconciliation/day.html", context)


@require_safe
@operator_only
def differences(request: OfficeRequest) -> HttpResponse:
    """All open differences, over all days."""
    lines = first_page(reconciliation_queries.lines_open(), SHOWN)
    gaps = first_page([gap for gap in reconciliation_days.missing() if not gap.may_come], SHOWN)
    context = {
        "officer": request.officer,
        "here": "money",
        "rows": [row(line) for line in lines],
        "gaps": list(gaps),
        "page": lines if lines.has_next() else gaps,
        "groups": [
            (kind, why, line_labels.group(kind, why), count)
            for kind, why, count in reconciliation_queries.similar_line_counts()
        ],
    }
    return render(request, "office/reconciliation/differences.html", context)


def row(line: SettlementLine) -> Row:
    return Row(line, line_labels.why(line), line_labels.provider_side(line), line_labels.our_side(line))


def _state(day: Day) -> tuple[str, str]:
    """The label and colour of a day."""
    if day.unresolved:
        return "bad", _("%(n)d chênh lệch") % {"n": day.unresolved}
    if not day.has_file:
        return "warn", _("chưa có tệp")
    if day.may_come:
        return "info", _("%(n)d chờ tệp sau") % {"n": day.may_come}
    return "good", _("khớp")


def _total(days: list[Day]) -> Day | None:
    """The sums of a month's days."""
    if not days:
        return None
    total = Day(days[-1].day)
    for day in days:
        for name in ("payments", "refunds", "their_payments", "their_refunds", "bank_in", "bank_matched"):
            mine, its = getattr(total, name), getattr(day, name)
            mine.count, mine.amount = mine.count + its.count, mine.amount + its.amount
        total.fee += day.fee
    return total
