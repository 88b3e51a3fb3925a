"""/co-quan/doi-soat/: differences only, each with what to do; the books in one table."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.errors import DomainError
from frontend.office import money_words
from frontend.office.access import OfficeRequest, operator_only
from orders.models import IntentShare
from payments import queries
from payments.models import Attempt, AttemptStatus, PaymentIntent, ProviderCall
from payments.services.decide_call import decide_call
from payments.services.decide_review import decide_review

SHOWN = 50


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Căn cứ của quyết định"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi căn cứ: đã xem gì, hỏi ai, ngày nào.")},
    )


@dataclass(frozen=True)
class Review:
    """A payment before a person: the visit in question, what was said of it, the orders it pays for."""

    intent: PaymentIntent
    attempt: Attempt | None  # the one that the next decision is about
    calls: list[ProviderCall]
    orders: list[str]
    form: NoteForm


@dataclass(frozen=True)
class Question:
    call: ProviderCall
    form: NoteForm


@operator_only
def reconciliation(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@operator_only
@require_POST
def decide_payment(request: OfficeRequest, intent_id: str) -> HttpResponse:
    """Money came, or it did not; without a word which, nothing is decided."""
    form = NoteForm(request.POST)
    paid = {"1": True, "0": False}.get(request.POST.get("paid", ""))
    if form.is_valid() and paid is None:
        form.add_error("note", _("Vui lòng bấm “Đã nhận” hoặc “Không nhận được”."))
    if form.errors or paid is None:
        return _page(request, failed={intent_id: form})
    try:
        decide_review(intent_id=intent_id, paid=paid, actor=request.desk.user, note=form.cleaned_data["note"])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        done = _("Đã ghi: đã nhận tiền. Đơn hàng đi tiếp.") if paid else _("Đã ghi: không nhận được tiền.")
        messages.success(request, done)
    return redirect("office:reconciliation")


@operator_only
@require_POST
def close_question(request: OfficeRequest, call_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, failed={str(call_id): form})
    try:
        decide_call(call_id=call_id, actor=request.desk.user, note=form.cleaned_data["note"])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Đã đóng câu hỏi này."))
    return redirect("office:reconciliation")


def _page(request: OfficeRequest, failed: dict[str, NoteForm] | None = None) -> HttpResponse:
    failed = failed or {}
    refunds = list(queries.refunds_queued()[: SHOWN + 1])
    context = {
        "desk": request.desk,
        "here": "reconciliation",
        "reviews": _reviews(failed),
        "questions": [
            Question(call, failed.get(str(call.pk)) or NoteForm(auto_id=f"call-{call.pk}-%s"))
            for call in queries.open_questions()[:SHOWN]
        ],
        "refunds": [(refund, money_words.reason(refund.reason)) for refund in refunds[:SHOWN]],
        "more_refunds": len(refunds) > SHOWN,
        "refunds_total": sum(refund.amount for refund in refunds[:SHOWN]),
        "books": money_words.books(queries.trial_balance()),
    }
    return render(request, "office/reconciliation.html", context, status=422 if failed else 200)


def _reviews(failed: dict[str, NoteForm]) -> list[Review]:
    """Payments in review with their evidence and orders (4 statements)."""
    said = ProviderCall.objects.order_by("pk")
    attempts = Attempt.objects.order_by("pk").prefetch_related(Prefetch("calls", said))
    found = list(queries.reviews_open().prefetch_related(None).prefetch_related(Prefetch("attempts", attempts))[:SHOWN])
    codes: dict[str, list[str]] = defaultdict(list)
    shares = IntentShare.objects.filter(intent_id__in=[intent.pk for intent in found])
    for intent_id, code in shares.values_list("intent_id", "order__code"):
        codes[intent_id].append(code)
    return [_review(intent, codes[intent.pk], failed) for intent in found]


def _review(intent: PaymentIntent, codes: list[str], failed: dict[str, NoteForm]) -> Review:
    visits = list(intent.attempts.all())
    doubtful = next((visit for visit in visits if visit.status == AttemptStatus.REVIEW), None)
    form = failed.get(intent.pk) or NoteForm(auto_id=f"{intent.pk}-%s")
    return Review(intent, doubtful, [call for visit in visits for call in visit.calls.all()], sorted(codes), form)
