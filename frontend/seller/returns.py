"""Money back for what was delivered: the seller gives it, or answers a buyer who asks for it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.money import format_dong
from frontend.common import return_form
from frontend.common.return_form import ReturnForm, asked_here, form_key
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.order import find, show, told
from orders.models import Order, PaymentMethod, Return
from orders.queries.order_page import order_page
from orders.returns.rules import why_not_returned
from orders.returns.services.accept_return import accept_return
from orders.returns.services.decline_return import decline_return
from orders.returns.wanted import left_of


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def give(request: SellerRequest, code: str) -> HttpResponse:
    """What of the order goes back; POST shows the sum first, and gives it when the sum was seen."""
    found = find(request, code)
    left = left_of(found)
    if request.method != "POST":
        if why := why_not_returned(found, found.returns.all()):
            messages.error(request, str(why))
            return redirect("seller:order", found.code)
        return _page(request, found, ReturnForm(left, gives=True), uuid4())
    form = ReturnForm(left, request.POST, gives=True)
    given = return_form.give(request, found, form, request.user)
    if isinstance(given, Return):
        messages.success(request, _given(given, found))
        return redirect("seller:order", found.code)
    return _page(request, found, form, form_key(request), seen=given)


@require_POST
@seller_page
def accept(request: SellerRequest, code: str) -> HttpResponse:
    found = find(request, code)
    try:
        given = accept_return(
            return_id=asked_here(request, found), actor=request.user, restock=request.POST.get("restock") == "on"
        )
    except DomainError as refusal:
        return told(request, found, refusal)
    messages.success(request, _given(given, found))
    return redirect("seller:order", found.code)


@require_POST
@seller_page
def decline(request: SellerRequest, code: str) -> HttpResponse:
    found = find(request, code)
    try:
        decline_return(return_id=asked_here(request, found), actor=request.user, answer=request.POST.get("answer", ""))
    except DomainError as refusal:
        if refusal.field != "answer":
            return told(request, found, refusal)
        return show(request, order_page(found.pk), answer_error=refusal.message)
    messages.success(request, _("Đã trả lời người mua: không hoàn tiền."))
    return redirect("seller:order", found.code)


def _page(
    request: SellerRequest, found: Order, form: ReturnForm, key: UUID, *, seen: int | None = None
) -> HttpResponse:
    context = {"order": found, "form": form, "form_key": key, "seen": seen}
    return render(request, "seller/return_grant.html", context, status=422 if form.errors else 200)


def _given(returned: Return, order: Order) -> str:
    amount = format_dong(returned.amount)
    if order.payment_method == PaymentMethod.VNPAY:
        return _("Đã đồng ý hoàn %(amount)s. Tiền tự về người mua qua VNPay.") % {"amount": amount}
    return _("Đã đồng ý hoàn %(amount)s. Việc tiếp theo: trả tiền cho người mua rồi ghi lại ở đây.") % {
        "amount": amount
    }
