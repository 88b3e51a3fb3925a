"""Tiền chưa rõ: unmatched transfers into the seller's own account, and the seller's decisions."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError, Forbidden
from frontend.common.submit import submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.transfer import OTHER, TransferForm
from orders.payment.queries.doubtful_transfers import DoubtfulTransfer, doubtful_transfers, intent_of_code
from orders.payment.services.answer_transfer import answer_transfer

_FITTING = 5  # purchases offered beside a transfer; any other is named by its number


@dataclass(frozen=True)
class Case:
    """A transfer with its form."""

    doubt: DoubtfulTransfer
    form: TransferForm


@require_safe
@seller_page
def transfers(request: SellerRequest) -> HttpResponse:
    return _page(request, doubtful_transfers(request.seller))


@require_POST
@seller_page
def answer(request: SellerRequest, transfer_id: int) -> HttpResponse:
    doubts = doubtful_transfers(request.seller)
    doubt = next((one for one in doubts if one.transfer.id == transfer_id), None)
    if doubt is None:
        messages.error(request, _("Khoản này đã có người xử lý, hoặc không phải của gian hàng này."))
        return redirect("seller:transfers")
    form = _form(doubt, request.POST)
    sent = submit(form, lambda: _answer(request, transfer_id, form), raises=(Forbidden,))
    if sent:
        messages.success(request, _("Đã ghi. Khoản này không còn chờ bạn."))
    elif sent.refusal and sent.refusal.code == "ALREADY_DECIDED":  # its form is no longer on the page
        messages.error(request, str(sent.refusal.message))
    else:
        return _page(request, doubts, {transfer_id: form})
    return redirect("seller:transfers")


def _answer(request: SellerRequest, transfer_id: int, form: TransferForm) -> None:
    data = form.cleaned_data
    decision, intent_id = data["what"], ""
    if decision not in ("returned", "not_ours"):
        decision, intent_id = "accept", data["what"]
    if intent_id == OTHER:
        intent_id = intent_of_code(request.seller, data["code"]) or ""
        if not intent_id:
            raise DomainError(_("Không có đơn hay biên nhận nào của bạn mang mã này."), code="NOT_FOUND", field="code")
    answer_transfer(
        seller_id=request.seller.pk,
        transfer_id=transfer_id,
        decision=decision,
        note=data["note"],
        intent_id=intent_id,
        actor=request.user,
    )


def _form(doubt: DoubtfulTransfer, post: object = None) -> TransferForm:
    return TransferForm(
        post,
        fitting=doubt.fitting[:_FITTING],
        named=doubt.named is not None,
        auto_id=f"t{doubt.transfer.id}-%s",
    )


def _page(
    request: SellerRequest, doubts: list[DoubtfulTransfer], failed: dict[int, TransferForm] | None = None
) -> HttpResponse:
    failed = failed or {}
    cases = [Case(one, failed.get(one.transfer.id) or _form(one)) for one in doubts]
    context = {"cases": cases}
    return render(request, "seller/transfers.html", context, status=422 if failed else 200)
