"""/co-quan/hoan-tien/<re_…>/: one refund with its evidence, and what can be done with it now."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.form_fields import TextField
from core.identifiers import read_order_code
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm, ProofForm
from frontend.office.refunds import refund_labels
from frontend.office.refunds.overview import row
from orders.models import Order
from orders.returns.references import order_code_of
from payments import queries
from payments.models import UNSUCCESSFUL_REFUND_STATUSES, Collector, Refund, RefundPhase
from payments.providers import provider
from payments.references import first_reference
from payments.refunds.services import approve_refund as approving
from payments.refunds.services.decide_refund import DECIDABLE, resolve_refund
from payments.refunds.services.refuse_refund import refuse_refund
from payments.refunds.services.retry_refund import retry_refund


class ApprovalForm(forms.Form):
    """A yes needs no reason, a no does: which of the two is the button's."""

    note = TextField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@operator_only
@require_safe
def refund(request: OfficeRequest, refund_id: str) -> HttpResponse:
    return _page(request, queries.refund_case(refund_id))


@operator_only
@require_POST
def approve(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """Yes, or no with its reason."""
    form = ApprovalForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if request.POST.get("approved") == "1":
        run = lambda: approving.approve_refund(refund_id=refund_id, actor=request.desk.user, note=note)  # noqa: E731
        return _do(request, refund_id, run, _("Đã ghi lời duyệt của bạn."))
    if not note.strip():
        form.add_error("note", _("Vui lòng ghi vì sao không duyệt."))
        return _page(request, queries.refund_case(refund_id), form)
    refuse = lambda: refuse_refund(refund_id=refund_id, actor=request.desk.user, note=note)  # noqa: E731
    return _do(request, refund_id, refuse, _("Đã ghi: không hoàn khoản này."))


@operator_only
@require_POST
def decide(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """The buyer has the money, or has not; without a word which, nothing is decided."""
    form = _form(queries.refund_case(refund_id), request)
    paid = {"1": True, "0": False}.get(request.POST.get("paid", ""))
    if form.is_valid() and paid is None:
        form.add_error("note", _("Vui lòng bấm một trong hai nút: đã hoàn, hay chưa hoàn."))
    if form.errors or paid is None:
        return _page(request, queries.refund_case(refund_id), form)
    note = form.cleaned_data["note"]
    run = lambda: resolve_refund(refund_id=refund_id, paid=paid, actor=request.desk.user, note=note)  # noqa: E731
    done = _("Đã ghi: người mua đã nhận lại tiền.") if paid else _("Đã ghi: chưa hoàn. Bạn có thể hoàn lần nữa.")
    return _do(request, refund_id, run, done)


@operator_only
@require_POST
def retry(request: OfficeRequest, refund_id: str) -> HttpResponse:
    """Another try, by VNPay or by hand."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, queries.refund_case(refund_id), form)
    by_hand = request.POST.get("by_hand") == "1"
    try:
        again = retry_refund(
            refund_id=refund_id, actor=request.desk.user, note=form.cleaned_data["note"], by_hand=by_hand
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("office:refund", refund_id)
    messages.success(request, _("Đã lập lần hoàn tiếp theo."))
    return redirect("office:refund", again.pk)


def _do(request: OfficeRequest, refund_id: str, run: Callable[[], object], done: str) -> HttpResponse:
    """Run one decision; a refusal is said on the refund's page as it stands by then."""
    try:
        run()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("office:refund", refund_id)


def _page(request: OfficeRequest, found: Refund, form: forms.Form | None = None) -> HttpResponse:
    has_again = hasattr(found, "retry")
    code = read_order_code(order_code_of(first_reference(found.reference)))
    context = {
        "desk": request.desk,
        "here": "money",
        "row": row(found),
        "refund": found,
        "again": found.retry if has_again else None,
        "is_whole": found.amount == found.attempt.amount,
        "messages_said": [refund_labels.message(call) for call in found.messages.all()],
        "needed": approving.NEEDED,
        "may_approve": found.phase == "awaiting_approval",
        "has_approved": any(approval.user_id == request.desk.user.pk for approval in found.approvals.all()),
        "may_decide": found.phase in DECIDABLE,
        "may_retry": found.status in UNSUCCESSFUL_REFUND_STATUSES and not has_again,
        "order_code": code,
        "by_hand": found.phase == RefundPhase.BY_HAND and found.intent.payee_id is None,
        "by_call": _by_call(found),
        "buyer": _buyer(code),
        "form": form or (ApprovalForm() if found.phase == "awaiting_approval" else _form(found)),
    }
    return render(request, "office/refunds/refund.html", context, status=422 if form else 200)


def _form(found: Refund, request: OfficeRequest | None = None) -> NoteForm:
    """What is asked of the person: a proof where a person paid, else the ground of the decision."""
    kind = ProofForm if found.phase == RefundPhase.BY_HAND else NoteForm
    return kind(request.POST if request else None)


def _by_call(found: Refund) -> bool:
    """Whether the provider can be asked to send it back."""
    return found.intent.collector == Collector.PLATFORM and provider(found.attempt.provider).refunds_by_call


def _buyer(code: str | None) -> Order | None:
    """Whom to ask for an account, where the refund is an order's (one statement)."""
    return Order.objects.only("buyer_name", "phone").filter(code=code).first() if code else None
