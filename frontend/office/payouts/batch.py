"""/co-quan/chi-tra/tep/<id>/: one file for the bank, its download, and the status of each of its payouts."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.documents import XLSX
from core.money import format_dong
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts import bank_file, queries
from payments.payouts.services.confirm_batch import confirm_batch
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.reject_payout import reject_payout


@require_safe
@operator_only
def batch(request: OfficeRequest, batch_id: str) -> HttpResponse:
    row = queries.batch(batch_id)
    payouts = list(row.payouts.all())
    context = {
        "officer": request.officer,
        "here": "money",
        "batch": row,
        "payouts": payouts,
        "total": sum(payout.amount for payout in payouts),
        "going": [payout for payout in payouts if payout.status == PayoutStatus.IN_TRANSIT],
    }
    return render(request, "office/payouts/batch.html", context)


@require_safe
@operator_only
def batch_xlsx(request: OfficeRequest, batch_id: str) -> HttpResponse:
    row = queries.batch(batch_id)
    response = HttpResponse(bank_file.batch_xlsx(row), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_name(row)}.xlsx"'
    return response


@require_safe
@operator_only
def batch_csv(request: OfficeRequest, batch_id: str) -> StreamingHttpResponse:
    row = queries.batch(batch_id)
    response = StreamingHttpResponse(bank_file.batch_csv(row), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(row)}.csv"'
    return response


@require_POST
@operator_only
def confirm_all(request: OfficeRequest, batch_id: str) -> HttpResponse:
    def run() -> str:
        reference = request.POST.get("bank_reference", "")
        done = confirm_batch(batch_id=batch_id, bank_reference=reference, actor=request.officer.user)
        return _("Đã ghi ngân hàng chuyển %(n)d khoản.") % {"n": len(done)}

    return _do(request, run, batch_id)


@require_POST
@operator_only
def confirm(request: OfficeRequest, payout_id: str) -> HttpResponse:
    def run() -> str:
        reference = request.POST.get("bank_reference", "")
        done = confirm_payout(payout_id=payout_id, bank_reference=reference, actor=request.officer.user)
        return _("Đã ghi: %(amount)s đã tới %(name)s.") % _message_params(done)

    return _do(request, run, _batch_of(payout_id))


@require_POST
@operator_only
def reject(request: OfficeRequest, payout_id: str) -> HttpResponse:
    def run() -> str:
        done = reject_payout(payout_id=payout_id, reason=request.POST.get("reason", ""), actor=request.officer.user)
        return _("Đã ghi ngân hàng trả về. %(amount)s lại sẵn sàng chuyển cho %(name)s.") % _message_params(done)

    return _do(request, run, _batch_of(payout_id))


def _do(request: OfficeRequest, run: Callable[[], str], batch_id: str | None) -> HttpResponse:
    perform(request, lambda: messages.success(request, run()))
    return redirect("office:batch", batch_id) if batch_id else redirect("office:payouts")


def _message_params(payout: Payout) -> dict[str, str]:
    return {"amount": format_dong(payout.amount), "name": payout.payee.name}


def _batch_of(payout_id: str) -> str | None:
    return Payout.objects.filter(pk=payout_id).values_list("batch_id", flat=True).first()


def _name(row: PayoutBatch) -> str:
    return f"chuyen-khoan-{clock.local(row.created_at):%Y-%m-%d}-{row.sequence}"
