"""/co-quan/thue/2026-10/: a month's list, its files, and its two steps: declared, paid."""

import re
from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.documents import PDF, XLSX
from core.errors import NotFound
from frontend.common.downloads import download
from frontend.common.submit import submit
from frontend.common.tax_issuer import issuer
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.tax.forms import FileForm, PayForm
from frontend.office.tax.overview import state, step
from payments.tax import layouts, monthly, papers
from payments.tax.services.file_tax import file_tax
from payments.tax.services.pay_tax import pay_tax
from payments.tax.tax_due import outstanding


@require_safe
@operator_only
def month(request: OfficeRequest, month: str) -> HttpResponse:
    return _page(request, _read(month))


@require_POST
@operator_only
def declare(request: OfficeRequest, month: str) -> HttpResponse:
    first_day, form = _read(month), FileForm(request.POST, auto_id="khai-%s")
    message = _("Đã ghi: tờ khai tháng %(month)s đã nộp.") % {"month": f"{first_day:%m/%Y}"}
    return _done(request, first_day, form, file_tax, message) or _page(request, first_day, file_form=form)


@require_POST
@operator_only
def pay(request: OfficeRequest, month: str) -> HttpResponse:
    first_day, form = _read(month), PayForm(request.POST, auto_id="nop-%s")
    message = _("Đã ghi: tiền thuế tháng %(month)s đã nộp.") % {"month": f"{first_day:%m/%Y}"}
    return _done(request, first_day, form, pay_tax, message) or _page(request, first_day, pay_form=form)


def _done(
    request: OfficeRequest, first_day: date, form: forms.Form, service: Callable[..., object], message: str
) -> HttpResponse | None:
    """Redirect to the month's page after the service; None if it refused, with the error in the form."""
    if not submit(form, lambda: service(month=first_day, actor=request.officer.user, **form.cleaned_data)):
        return None
    messages.success(request, message)
    return redirect("office:tax-month", f"{first_day:%Y-%m}")


@require_safe
@operator_only
def month_xlsx(request: OfficeRequest, month: str) -> HttpResponse:
    first_day = _read(month)
    document = papers.month_workbook(monthly.month_of(first_day), outstanding(first_day), issuer())
    return download(document, XLSX, f"thue-khau-tru-{first_day:%Y-%m}.xlsx")


@require_safe
@operator_only
def month_pdf(request: OfficeRequest, month: str) -> HttpResponse:
    first_day = _read(month)
    document = papers.month_paper(monthly.month_of(first_day), outstanding(first_day), issuer())
    return download(document, PDF, f"thue-khau-tru-{first_day:%Y-%m}.pdf")


def _read(text: str) -> date:
    """The first day of "2026-10". Raises NotFound for other text, the future, and months before the first list."""
    match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    first_day = date(int(match[1]), int(match[2]), 1) if match else None
    if first_day is None or first_day > clock.today() or first_day < layouts.layouts()[0].effective_from:
        raise NotFound(_("Không có bảng kê thuế của tháng này."))
    return first_day


def _page(
    request: OfficeRequest, first_day: date, *, file_form: FileForm | None = None, pay_form: PayForm | None = None
) -> HttpResponse:
    months = monthly.months()
    sums = next((sums for sums in months if sums.month == first_day), None)
    listed, owed = monthly.month_of(first_day), outstanding(first_day)
    today = {"filed_on": clock.today(), "paid_on": clock.today()}
    context = {
        "officer": request.officer,
        "here": "money",
        "sums": sums,
        "state": state(sums, months) if sums else None,
        "step": step(sums, months) if sums else "",
        "month": listed,
        "groups": [
            (listed.layout.groups[category], listed.by_category[category])
            for category in listed.layout.groups
            if category in listed.by_category
        ],
        "lines": [(listed.layout.groups[line.category], line) for line in listed.lines],
        "exempt_total": sum(line.sums.revenue for line in listed.exempt),
        "owed": owed,
        "to_pay": sum(owed.to_pay.values()),
        "path": f"{first_day:%Y-%m}",
        "file_form": file_form or FileForm(auto_id="khai-%s", initial=today),
        "pay_form": pay_form or PayForm(auto_id="nop-%s", initial=today),
    }
    refused = file_form is not None or pay_form is not None
    return render(request, "office/tax/month.html", context, status=422 if refused else 200)
