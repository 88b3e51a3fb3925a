"""/co-quan/doi-soat/chuyen-khoan/: transfers into the operator's account that fitted nothing, and what they were."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import clock
from core.errors import DomainError
from frontend.forms import take_refusal
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.money.forms import NoteForm
from frontend.office.money.words import SHOWN
from orders.models import IntentShare
from payments import queries
from payments.feeds.services.decide_transfer import Decision, decide_transfer
from payments.models import BankTransfer, PaymentIntent
from payments.reconcile.queries import Expected

SETTLES_WITHIN = timedelta(days=14)  # from a day's payments to VNPay's transfer, holidays included


class TransferForm(NoteForm):
    """What the money was."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Khoản này là gì"),
        widget=forms.RadioSelect,
        choices=[
            (Decision.ACCEPT, gettext_lazy("Trả cho một khoản thanh toán")),
            (Decision.RETURNED, gettext_lazy("Đã chuyển trả lại người gửi")),
            (Decision.NOT_OURS, gettext_lazy("Không phải tiền người mua (VNPay quyết toán, tiền của đơn vị)")),
        ],
        error_messages={"required": gettext_lazy("Vui lòng chọn khoản này là gì.")},
    )
    payment_intent = forms.CharField(label=gettext_lazy("Khoản thanh toán (mã pi_…)"), max_length=40, required=False)


@dataclass(frozen=True)
class Case:
    """A transfer with the payments that it may be meant for."""

    transfer: BankTransfer
    likely: list[tuple[PaymentIntent, str]]  # with its orders
    expected: Expected | None  # VNPay owes just this much for a day
    form: TransferForm


@operator_only
def bank_questions(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@operator_only
@require_POST
def decide_bank_transfer(request: OfficeRequest, transfer_id: int) -> HttpResponse:
    form = TransferForm(request.POST, auto_id=f"t{transfer_id}-%s")
    if form.is_valid():
        try:
            decide_transfer(
                transfer_id=transfer_id,
                decision=form.cleaned_data["decision"],
                actor=request.desk.user,
                note=form.cleaned_data["note"],
                intent_id=form.cleaned_data["payment_intent"].strip() or None,
            )
        except DomainError as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Đã ghi quyết định."))
            return redirect("office:bank-questions")
    return _page(request, {transfer_id: form})


def _page(request: OfficeRequest, failed: dict[int, TransferForm] | None = None) -> HttpResponse:
    failed = failed or {}
    asked = list(queries.transfer_questions(None)[: SHOWN + 1])
    likely, expected = _likely(asked[:SHOWN]), _expected(asked[:SHOWN])
    context = {
        "desk": request.desk,
        "here": "money",
        "cases": [
            Case(
                each,
                likely[each.pk],
                expected.get(each.amount),
                failed.get(each.pk) or TransferForm(auto_id=f"t{each.pk}-%s"),
            )
            for each in asked[:SHOWN]
        ],
        "lost": [_lost(form) for key, form in failed.items() if key not in {each.pk for each in asked[:SHOWN]}],
        "more": len(asked) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "office/money/bank.html", context, status=422 if failed else 200)


def _lost(form: TransferForm) -> tuple[str, str]:
    """The refusal of a transfer that is on the page no more, and what was typed on it."""
    told = [str(text) for texts in form.errors.values() for text in texts]
    return " ".join(told), form["note"].value() or ""


def _expected(transfers: list[BankTransfer]) -> dict[int, Expected]:
    """By amount, what VNPay's files say comes for a day not long before (1 statement, where there is a transfer)."""
    if not transfers:
        return {}
    since = min(clock.local(each.booked_at).date() for each in transfers) - SETTLES_WITHIN
    return queries.expected_transfers({each.amount for each in transfers}, since)


def _likely(transfers: list[BankTransfer]) -> dict[int, list[tuple[PaymentIntent, str]]]:
    """For each transfer the open payments of exactly its amount, the newest first, with their orders (2 statements)."""
    found: dict[int, list[PaymentIntent]] = defaultdict(list)
    for intent in queries.payable_by_transfer({each.amount for each in transfers}):
        found[intent.amount].append(intent)
    ids = [intent.pk for intents in found.values() for intent in intents]
    orders: dict[str, list[str]] = defaultdict(list)
    for intent_id, code in IntentShare.objects.filter(intent_id__in=ids).values_list("intent_id", "order__code"):
        orders[intent_id].append(code)
    return {
        each.pk: [(intent, ", ".join(sorted(orders[intent.pk]))) for intent in found[each.amount][:5]]
        for each in transfers
    }
