"""/co-quan/doi-soat/chuyen-khoan/: unmatched transfers into the operator's account, and the decisions on them."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from frontend.common.paging import first_page
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.bank.forms import TransferForm
from frontend.office.labels import SHOWN
from orders.models import PaymentAllocation
from payments.bank import queries
from payments.bank.services.resolve_bank_transaction import resolve_bank_transaction
from payments.models import BankTransfer, PaymentIntent
from payments.reconciliation.services.resolve_as_settlement import resolve_as_settlement
from payments.reconciliation.settlement_deposits import ExpectedDeposit, expected_deposits


@dataclass(frozen=True)
class Case:
    """A transfer with the payments that it may pay."""

    transfer: BankTransfer
    likely: list[tuple[PaymentIntent, str]]  # with its orders
    expected: list[ExpectedDeposit]  # days of VNPay's files with exactly this amount
    form: TransferForm


@require_safe
@operator_only
def unmatched_transfers(request: OfficeRequest) -> HttpResponse:
    return _page(request)


@require_POST
@operator_only
def decide_bank_transfer(request: OfficeRequest, transfer_id: int) -> HttpResponse:
    transfer = queries.unmatched_transactions(None).filter(pk=transfer_id).first()
    form = _form(transfer, request.POST) if transfer else TransferForm(request.POST, auto_id=f"t{transfer_id}-%s")
    if submit(form, lambda: _resolve(transfer_id, form, request.officer.user), raises=()):
        messages.success(request, _("Đã ghi quyết định."))
        return redirect("office:unmatched-transfers")
    return _page(request, {transfer_id: form})


def _resolve(transfer_id: int, form: TransferForm, actor: User) -> None:
    note = form.cleaned_data["note"]
    if form.settlement is not None:
        resolve_as_settlement(transfer_id=transfer_id, settlement=form.settlement, actor=actor, note=note)
        return
    resolve_bank_transaction(
        transfer_id=transfer_id,
        decision=form.cleaned_data["decision"],
        actor=actor,
        note=note,
        intent_id=form.cleaned_data["payment_intent"].strip() or None,
    )


def _page(request: OfficeRequest, failed: dict[int, TransferForm] | None = None) -> HttpResponse:
    failed = failed or {}
    page = first_page(queries.unmatched_transactions(None), SHOWN)
    transfers = list(page)
    likely, expected = _likely(transfers), _expected(transfers)
    context = {
        "officer": request.officer,
        "here": "money",
        "cases": [
            Case(each, likely[each.pk], expected[each.pk], failed.get(each.pk) or _form(each, None, expected[each.pk]))
            for each in transfers
        ],
        "lost": [_lost(form) for key, form in failed.items() if key not in {each.pk for each in transfers}],
        "page": page,
    }
    return render(request, "office/bank/transfers.html", context, status=422 if failed else 200)


def _form(
    transfer: BankTransfer, post: QueryDict | None, expected: list[ExpectedDeposit] | None = None
) -> TransferForm:
    if expected is None:
        expected = _expected([transfer])[transfer.pk]
    ready = [one for one in expected if one.is_just(transfer.amount)]
    return TransferForm(post, settled=ready, auto_id=f"t{transfer.pk}-%s")


def _lost(form: TransferForm) -> tuple[str, str]:
    """The refusal of a transfer that is no longer on the page, with the typed note."""
    problems = [str(text) for texts in form.errors.values() for text in texts]
    return " ".join(problems), form["note"].value() or ""


def _expected(transfers: list[BankTransfer]) -> dict[int, list[ExpectedDeposit]]:
    """For each transfer the days of VNPay's files that it may deposit (1 statement if there is a transfer)."""
    waiting = expected_deposits(transfers)
    return {each.pk: [one for one in waiting if one.fits(each) and one.may_become(each.amount)] for each in transfers}


def _likely(transfers: list[BankTransfer]) -> dict[int, list[tuple[PaymentIntent, str]]]:
    """For each transfer the open payments of exactly its amount, the newest first, with their orders (2 statements)."""
    by_amount: dict[int, list[PaymentIntent]] = defaultdict(list)
    for intent in queries.payable_by_transfer({each.amount for each in transfers}):
        by_amount[intent.amount].append(intent)
    ids = [intent.pk for intents in by_amount.values() for intent in intents]
    orders: dict[str, list[str]] = defaultdict(list)
    for intent_id, code in PaymentAllocation.objects.filter(intent_id__in=ids).values_list("intent_id", "order__code"):
        orders[intent_id].append(code)
    return {
        each.pk: [(intent, ", ".join(sorted(orders[intent.pk]))) for intent in by_amount[each.amount][:5]]
        for each in transfers
    }
