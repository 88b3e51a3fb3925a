"""/co-quan/doi-soat/can-xem/: payments on which a provider was suspicious or contradicted itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.common.paging import first_page
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import NoteForm, ReceivedForm
from frontend.office.labels import SHOWN
from orders.models import PaymentAllocation
from payments.intents import queries
from payments.intents.services.resolve_review import resolve_review
from payments.models import Attempt, AttemptStatus, PaymentIntent, ProviderMessage


@dataclass(frozen=True)
class Review:
    """A payment in review: its doubtful attempt, the provider's messages, its orders."""

    intent: PaymentIntent
    attempt: Attempt | None  # the attempt that the next decision is about
    evidence: Sequence[tuple[str | Promise, str]]  # the provider's messages about it
    calls: list[ProviderMessage]
    orders: list[str]
    form: NoteForm


@require_safe
@operator_only
def reviews(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@require_POST
@operator_only
def decide_payment(request: OfficeRequest, intent_id: str) -> HttpResponse:
    """Decide whether the payment was received; without an answer nothing is decided."""
    form = ReceivedForm(request.POST)
    is_noted, paid = form.is_valid(), form.cleaned_data["paid"]
    if is_noted and paid is None:
        form.add_error("note", _("Vui lòng bấm “Đã nhận” hoặc “Không nhận được”."))
    if form.errors or paid is None:
        return _page(request, failed={intent_id: form})
    if perform(
        request,
        lambda: resolve_review(
            intent_id=intent_id, paid=paid, actor=request.officer.user, note=form.cleaned_data["note"]
        ),
    ):
        done = _("Đã ghi: đã nhận tiền. Đơn hàng đi tiếp.") if paid else _("Đã ghi: không nhận được tiền.")
        messages.success(request, done)
    return redirect("office:reviews")


def _page(request: OfficeRequest, failed: dict[str, NoteForm] | None = None) -> HttpResponse:
    failed = failed or {}
    page = first_page(_waiting(), SHOWN)
    context = {
        "officer": request.officer,
        "here": "money",
        "reviews": _reviews(list(page), failed),
        "page": page,
    }
    return render(request, "office/payments/reviews.html", context, status=422 if failed else 200)


def _waiting() -> QuerySet[PaymentIntent]:
    """Payments in review with their evidence, oldest first (3 statements)."""
    messages_in_order = ProviderMessage.objects.order_by("pk")
    attempts = Attempt.objects.order_by("pk").prefetch_related(Prefetch("messages", messages_in_order))
    return queries.reviews_open().prefetch_related(None).prefetch_related(Prefetch("attempts", attempts))


def _reviews(intents: Sequence[PaymentIntent], failed: dict[str, NoteForm]) -> list[Review]:
    """Each with the orders it pays for (1 statement)."""
    codes: dict[str, list[str]] = defaultdict(list)
    shares = PaymentAllocation.objects.filter(intent_id__in=[intent.pk for intent in intents])
    for intent_id, code in shares.values_list("intent_id", "order__code"):
        codes[intent_id].append(code)
    return [_review(intent, codes[intent.pk], failed) for intent in intents]


def _review(intent: PaymentIntent, codes: list[str], failed: dict[str, NoteForm]) -> Review:
    attempts = list(intent.attempts.all())
    doubtful = next((attempt for attempt in attempts if attempt.status == AttemptStatus.REVIEW), None)
    form = failed.get(intent.pk) or NoteForm(auto_id=f"{intent.pk}-%s")
    evidence = queries.evidence_of(doubtful) if doubtful else []
    calls = [call for attempt in attempts for call in attempt.messages.all()]
    return Review(intent, doubtful, evidence, calls, sorted(codes), form)
