"""/co-quan/chi-tra/tep/<id>/: one file for the bank, to be downloaded, and what became of each of its payouts."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.documents import XLSX
from core.errors import DomainError, Forbidden, NotFound
from core.money import format_dong
from frontend.office.access import OfficeRequest, operator_only
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts import bank_file, queries
from payments.payouts.services.confirm_batch import confirm_batch
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.reject_payout import reject_payout


@operator_only
@require_safe
def batch(request: OfficeRequest, batch_id: str) -> HttpResponse:
    made = queries.batch(batch_id)
    payouts = list(made.payouts.all())
    context = {
        "desk": request.desk,
        "here": "money",
        "batch": made,
        "payouts": payouts,
        "total": sum(payout.amount for payout in payouts),
        "going": [payout for payout in payouts if payout.status == PayoutStatus.IN_TRANSIT],
    }
    return render(request, "office/payouts/batch.html", context)


@operator_only
@require_safe
def batch_xlsx(request: OfficeRequest, batch_id: str) -> HttpResponse:
    made = queries.batch(batch_id)
    response = HttpResponse(bank_file.batch_xlsx(made), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_name(made)}.xlsx"'
    return response


@operator_only
@require_safe
def batch_csv(request: OfficeRequest, batch_id: str) -> StreamingHttpResponse:
    made = queries.batch(batch_id)
    response = StreamingHttpResponse(bank_file.batch_csv(made), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(made)}.csv"'
    return response


@operator_only
@require_POST
def confirm_all(request: OfficeRequest, batch_id: str) -> HttpResponse:
    def run() -> str:
        reference = request.POST.get("bank_reference", "")
        done = confirm_batch(batch_id=batch_id, bank_reference=reference, actor=request.desk.user)
        return _("Đã ghi ngân hàng chuyển %(n)d khoản.") % {"n": len(done)}

    return _do(request, run, batch_id)


@operator_only
@require_POST
def confirm(request: OfficeRequest, payout_id: str) -> HttpResponse:
    def run() -> str:
        reference = request.POST.get("bank_reference", "")
        done = confirm_payout(payout_id=payout_id, bank_reference=reference, actor=request.desk.user)
        return _("Đã ghi: %(amount)s đã tới %(name)s.") % _said(done)

    return _do(request, run, _batch_of(payout_id))


@operator_only
@require_POST
def reject(request: OfficeRequest, payout_id: str) -> HttpResponse:
    def run() -> str:
        done = reject_payout(payout_id=payout_id, reason=request.POST.get("reason", ""), actor=request.desk.user)
        return _("Đã ghi ngân hàng trả về. %(amount)s lại sẵn sàng chuyển cho %(name)s.") % _said(done)

    return _do(request, run, _batch_of(payout_id))


def _do(request: OfficeRequest, run: Callable[[], str], batch_id: str | None) -> HttpResponse:
    try:
        messages.success(request, run())
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("office:batch", batch_id) if batch_id else redirect("office:payouts")


def _said(payout: Payout) -> dict[str, str]:
    return {"amount": format_dong(payout.amount), "name": payout.payee.name}


def _batch_of(payout_id: str) -> str | None:
    return Payout.objects.filter(pk=payout_id).values_list("batch_id", flat=True).first()


def _name(made: PayoutBatch) -> str:
    return f"chuyen-khoan-{clock.local(made.created_at):%Y-%m-%d}-{made.sequence}"
