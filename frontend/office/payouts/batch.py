"""/co-quan/chi-tra/tep/<id>/: one file for the bank, its download, and the status of each of its payouts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.documents import XLSX
from core.errors import NotFound
from core.money import format_dong
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.payouts.forms import BatchPaidForm, PayoutPaidForm, PayoutRejectedForm
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts import bank_file, queries
from payments.payouts.services.confirm_batch import confirm_batch
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.reject_payout import reject_payout


@dataclass(frozen=True)
class Row:
    """A payout of the file, with the forms of its result where one may be recorded."""

    payout: Payout
    paid: PayoutPaidForm | None
    rejected: PayoutRejectedForm | None

    @property
    def is_wrong(self) -> bool:
        """Whether one of its forms was sent and not accepted."""
        return any(form and form.errors for form in (self.paid, self.rejected))


@require_safe
@operator_only
def batch(request: OfficeRequest, batch_id: str) -> HttpResponse:
    return _page(request, batch_id)


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
    form = BatchPaidForm(request.POST)
    if not form.is_valid():
        return _page(request, batch_id, form)
    reference = form.cleaned_data["bank_reference"]
    sent = perform(
        request, lambda: confirm_batch(batch_id=batch_id, bank_reference=reference, actor=request.officer.user)
    )
    if sent:
        messages.success(request, _("Đã ghi ngân hàng chuyển %(n)d khoản.") % {"n": len(sent.value)})
    return redirect("office:batch", batch_id)


@require_POST
@operator_only
def confirm(request: OfficeRequest, payout_id: str) -> HttpResponse:
    form = PayoutPaidForm(request.POST, auto_id=_auto_id(payout_id))
    return _record(
        request,
        payout_id,
        form,
        lambda: confirm_payout(
            payout_id=payout_id, bank_reference=form.cleaned_data["bank_reference"], actor=request.officer.user
        ),
        _("Đã ghi: %(amount)s đã tới %(name)s."),
    )


@require_POST
@operator_only
def reject(request: OfficeRequest, payout_id: str) -> HttpResponse:
    form = PayoutRejectedForm(request.POST, auto_id=_auto_id(payout_id))
    return _record(
        request,
        payout_id,
        form,
        lambda: reject_payout(payout_id=payout_id, reason=form.cleaned_data["reason"], actor=request.officer.user),
        _("Đã ghi ngân hàng trả về. %(amount)s lại sẵn sàng chuyển cho %(name)s."),
    )


def _record(
    request: OfficeRequest,
    payout_id: str,
    form: PayoutPaidForm | PayoutRejectedForm,
    service: Callable[[], Payout],
    done: str,
) -> HttpResponse:
    """Record the result of one payout; `done` is the message, which names its `amount` and `name`."""
    payout = Payout.objects.filter(pk=payout_id).first()
    if payout is None:
        raise NotFound(_("Không tìm thấy khoản chuyển tiền này."))
    if not form.is_valid():
        return _page(request, payout.batch_id, form, payout_id) if payout.batch_id else redirect("office:payouts")
    sent = perform(request, service)
    if sent:
        params = {"amount": format_dong(sent.value.amount), "name": sent.value.payee.name}
        messages.success(request, done % params)
    return redirect("office:batch", payout.batch_id) if payout.batch_id else redirect("office:payouts")


def _page(
    request: OfficeRequest,
    batch_id: str,
    failed: BatchPaidForm | PayoutRejectedForm | None = None,
    payout_id: str = "",
) -> HttpResponse:
    """The file with its payouts. `failed` is a form that was not accepted: of `payout_id`, or of the whole file."""
    row = queries.batch(batch_id)
    payouts = list(row.payouts.all())
    context = {
        "officer": request.officer,
        "here": "money",
        "batch": row,
        "rows": [_row(payout, failed if payout.pk == payout_id else None) for payout in payouts],
        "total": sum(payout.amount for payout in payouts),
        "going": [payout for payout in payouts if payout.status == PayoutStatus.IN_TRANSIT],
        "form": failed if failed and not payout_id else BatchPaidForm(),
    }
    return render(request, "office/payouts/batch.html", context, status=422 if failed else 200)


def _row(payout: Payout, failed: BatchPaidForm | PayoutRejectedForm | None) -> Row:
    auto_id = _auto_id(payout.pk)
    paid = failed if isinstance(failed, PayoutPaidForm) else PayoutPaidForm(auto_id=auto_id)
    rejected = failed if isinstance(failed, PayoutRejectedForm) else PayoutRejectedForm(auto_id=auto_id)
    in_transit, is_paid = payout.status == PayoutStatus.IN_TRANSIT, payout.status == PayoutStatus.PAID
    return Row(payout, paid if in_transit else None, rejected if in_transit or is_paid else None)


def _auto_id(payout_id: str) -> str:
    return f"{payout_id}-%s"


def _name(row: PayoutBatch) -> str:
    return f"chuyen-khoan-{clock.local(row.created_at):%Y-%m-%d}-{row.sequence}"
