"""/co-quan/hoan-tien/<re_…>/: one refund with its evidence and the possible actions."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.identifiers import read_order_code
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm, ProofForm
from frontend.office.refunds import refund_labels
from frontend.office.refunds.forms import ApprovalForm
from frontend.office.refunds.overview import row
from orders.models import Order
from orders.returns.references import order_code_of
from payments.models import UNSUCCESSFUL_REFUND_STATUSES, Collector, Refund, RefundPhase
from payments.models.refund import first_reference
from payments.providers import provider
from payments.refunds import queries
from payments.refunds.services.approve_refund import NEEDED, approve_refund
from payments.refunds.services.refuse_refund import refuse_refund
from payments.refunds.services.resolve_refund import DECIDABLE, resolve_refund
from payments.refunds.services.retry_refund import retry_refund


@require_safe
@operator_only
def refund(request: OfficeRequest, refund_id: str) -> HttpResponse:
    return _page(request, queries.refund_case(refund_id))


@require_POST
@operator_only
def approve(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """Approve, or refuse with a reason."""
    form = ApprovalForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if request.POST.get("approved") == "1":
        run = partial(approve_refund, refund_id=refund_id, actor=request.officer.user, note=note)
        return _do(request, refund_id, run, _("Đã ghi lời duyệt của bạn."))
    if not note.strip():
        form.add_error("note", _("Vui lòng ghi vì sao không duyệt."))
        return _page(request, queries.refund_case(refund_id), form)
    refuse = partial(refuse_refund, refund_id=refund_id, actor=request.officer.user, note=note)
    return _do(request, refund_id, refuse, _("Đã ghi: không hoàn khoản này."))


@require_POST
@operator_only
def decide(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """Decide whether the buyer has the money; without an answer nothing is decided."""
    form = _form(queries.refund_case(refund_id), request)
    paid = {"1": True, "0": False}.get(request.POST.get("paid", ""))
    if form.is_valid() and paid is None:
        form.add_error("note", _("Vui lòng bấm một trong hai nút: đã hoàn, hay chưa hoàn."))
    if form.errors or paid is None:
        return _page(request, queries.refund_case(refund_id), form)
    note = form.cleaned_data["note"]
    run = partial(resolve_refund, refund_id=refund_id, paid=paid, actor=request.officer.user, note=note)
    done = _("Đã ghi: người mua đã nhận lại tiền.") if paid else _("Đã ghi: chưa hoàn. Bạn có thể hoàn lần nữa.")
    return _do(request, refund_id, run, done)


@require_POST
@operator_only
def retry(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """Retry, by VNPay or manually."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, queries.refund_case(refund_id), form)
    by_hand = request.POST.get("by_hand") == "1"
    sent = perform(
        request,
        lambda: retry_refund(
            refund_id=refund_id, actor=request.officer.user, note=form.cleaned_data["note"], by_hand=by_hand
        ),
    )
    if not sent:
        return redirect("office:refund", refund_id)
    messages.success(request, _("Đã lập lần hoàn tiếp theo."))
    return redirect("office:refund", sent.value.pk)


def _do(request: OfficeRequest, refund_id: str, run: Callable[[], object], done: str) -> HttpResponse:
    """Run one decision; a refusal is shown on the refund's current page."""
    if perform(request, run):
        messages.success(request, done)
    return redirect("office:refund", refund_id)


def _page(request: OfficeRequest, refund_row: Refund, form: forms.Form | None = None) -> HttpResponse:
    has_again = hasattr(refund_row, "retry")
    code = read_order_code(order_code_of(first_reference(refund_row.reference)))
    context = {
        "officer": request.officer,
        "here": "money",
        "row": row(refund_row),
        "refund": refund_row,
        "again": refund_row.retry if has_again else None,
        "is_whole": refund_row.amount == refund_row.attempt.amount,
        "messages_said": [refund_labels.message(call) for call in refund_row.messages.all()],
        "needed": NEEDED,
        "may_approve": refund_row.phase == "awaiting_approval",
        "has_approved": any(approval.user_id == request.officer.user.pk for approval in refund_row.approvals.all()),
        "may_decide": refund_row.phase in DECIDABLE,
        "may_retry": refund_row.status in UNSUCCESSFUL_REFUND_STATUSES and not has_again,
        "order_code": code,
        "by_hand": refund_row.phase == RefundPhase.BY_HAND and refund_row.intent.payee_id is None,
        "by_call": _by_call(refund_row),
        "buyer": _buyer(code),
        "form": form or (ApprovalForm() if refund_row.phase == "awaiting_approval" else _form(refund_row)),
    }
    return render(request, "office/refunds/refund.html", context, status=422 if form else 200)


def _form(refund_row: Refund, request: OfficeRequest | None = None) -> NoteForm:
    """The required input: a proof for a manual refund, else the reason of the decision."""
    kind = ProofForm if refund_row.phase == RefundPhase.BY_HAND else NoteForm
    return kind(request.POST if request else None)


def _by_call(refund_row: Refund) -> bool:
    """Whether the provider can refund it."""
    return refund_row.intent.collector == Collector.PLATFORM and provider(refund_row.attempt.provider).refunds_by_call


def _buyer(code: str | None) -> Order | None:
    """Whom to ask for an account, if the refund belongs to an order (one statement)."""
    return Order.objects.only("buyer_name", "phone").filter(code=code).first() if code else None
