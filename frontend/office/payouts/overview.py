"""/co-quan/chi-tra/: balances of sellers and why they are not paid out, the next file, results from the bank."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.file_import.problems import FileRefused
from core.http.limits import SPREADSHEET, takes_files
from core.money import format_dong
from frontend.common.paging import Fetched, first_page, requested_page
from frontend.common.submit import perform
from frontend.office import labels
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.payouts.forms import StatementForm
from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.reader import layout, take
from payments.payouts import queries
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.confirm_from_statement import StatementResult, confirm_from_statement
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.pay_out_now import pay_out_now
from payments.payouts.services.run_schedule import run_schedule

_FIRST = 10  # payees on the overview
_FILES = 8  # the latest files
_PAGE = 50


@require_safe
@operator_only
def payouts(request: OfficeRequest) -> HttpResponse:
    return _page(request, StatementForm())


@require_safe
@operator_only
def payees(request: OfficeRequest) -> HttpResponse:
    """Every payee with a balance, in pages."""
    context = {
        "officer": request.officer,
        "here": "money",
        "totals": queries.totals(),
        "page": requested_page(request, Fetched(queries.owed), _PAGE),
    }
    return render(request, "office/payouts/owed.html", context)


@require_safe
@operator_only
def batches(request: OfficeRequest) -> HttpResponse:
    """Every file that went to the bank, in pages."""
    page = requested_page(request, queries.batches(), _PAGE)
    context = {"officer": request.officer, "here": "money", "page": page}
    return render(request, "office/payouts/batches.html", context)


@require_POST
@operator_only
def pay_now(request: OfficeRequest, payee_id: str) -> HttpResponse:
    sent = perform(request, lambda: pay_out_now(payee_id=payee_id, actor=request.officer.user))
    if sent:
        message = _("Đã lập lệnh chi %(amount)s, chờ vào tệp.")
        messages.success(request, message % {"amount": format_dong(sent.value.amount)})
    return redirect("office:payouts")


@require_POST
@operator_only
def run(request: OfficeRequest) -> HttpResponse:
    """Run the daily payout job by hand, if the worker did not run."""
    ran = run_schedule()
    message = _("Theo lịch hôm nay: lập %(paid)d lệnh chi, bỏ qua %(skipped)d người vì nợ hoặc chưa có tài khoản.")
    messages.success(request, message % {"paid": len(ran.paid), "skipped": len(ran.skipped)})
    return redirect("office:payouts")


@require_POST
@operator_only
def gather(request: OfficeRequest) -> HttpResponse:
    payout_ids = request.POST.getlist("payout") or None
    sent = perform(request, lambda: make_batch(actor=request.officer.user, payout_ids=payout_ids))
    if not sent:
        return redirect("office:payouts")
    messages.success(request, _("Đã lập tệp. Tải về, gửi ngân hàng, rồi ghi kết quả ở đây."))
    return redirect("office:batch", sent.value.pk)


@require_POST
@operator_only
def cancel(request: OfficeRequest, payout_id: str) -> HttpResponse:
    """Cancel a payout before it is in a file."""
    sent = perform(request, lambda: cancel_payout(payout_id=payout_id, actor=request.officer.user))
    if sent:
        message = _("Đã hủy khoản chi %(amount)s. Tiền về lại số sẵn sàng chuyển của %(name)s.")
        params = {"amount": format_dong(sent.value.amount), "name": sent.value.payee.name}
        messages.success(request, message % params)
    return redirect("office:payouts")


@takes_files(SPREADSHEET)
@require_POST
@operator_only
def statement(request: OfficeRequest) -> HttpResponse:
    """A bank statement confirms payouts by code and exact amount."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        lines = read_statement(take(form.cleaned_data["file"]), layout(form.cleaned_data["layout"]))
    except FileRefused as refusal:
        for problem in refusal.problems:
            form.add_error("file", str(problem))
        if refusal.more:
            form.add_error("file", _("… và %(n)d lỗi nữa.") % {"n": refusal.more})
        return _page(request, form)
    return _page(request, StatementForm(), confirm_from_statement(lines=lines, actor=request.officer.user))


def _page(request: OfficeRequest, form: StatementForm, result: StatementResult | None = None) -> HttpResponse:
    context = {
        "officer": request.officer,
        "here": "money",
        "totals": queries.totals(),
        "waiting": first_page(queries.waiting(), labels.SHOWN),
        "batches": queries.batches()[:_FILES],
        "owed": queries.owed(limit=_FIRST),
        "form": form,
        "result": result,
    }
    return render(request, "office/payouts/overview.html", context, status=422 if form.errors else 200)
