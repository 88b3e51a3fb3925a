"""Returns of delivered orders: opened by the seller, or requested by the buyer and answered."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.money import format_dong
from frontend.common import return_form
from frontend.common.return_form import (
    AcceptReturnForm,
    DeclineReturnForm,
    ReturnForm,
    form_key,
    is_about_pending_return,
    pending_return_id,
)
from frontend.common.submit import perform
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.order import find, show
from orders.fulfilment.queries.order_page import order_page
from orders.models import Order, Return
from orders.payment_methods import COLLECTED_BY_PLATFORM
from orders.returns.rules import return_refusal
from orders.returns.selection import returnable_of
from orders.returns.services.accept_return import accept_return
from orders.returns.services.decline_return import decline_return


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def new_return(request: SellerRequest, code: str) -> HttpResponse:
    """The return form; POST shows the amount first, and opens the return when it was shown."""
    order = find(request, code)
    left = returnable_of(order)
    if request.method != "POST":
        if why := return_refusal(order, order.returns.all()):
            messages.error(request, str(why))
            return redirect("seller:order", order.code)
        return _page(request, order, ReturnForm(left, gives=True), uuid4())
    form = ReturnForm(left, request.POST, gives=True)
    outcome = return_form.submit_return_form(request, order, form, request.user)
    if isinstance(outcome, Return):
        messages.success(request, _granted_message(outcome, order))
        return redirect("seller:order", order.code)
    return _page(request, order, form, form_key(request), seen=outcome)


@require_POST
@seller_page
def accept(request: SellerRequest, code: str) -> HttpResponse:
    order = find(request, code)
    form = AcceptReturnForm(request.POST)
    restock = form.is_valid() and form.cleaned_data["restock"]
    sent = perform(
        request,
        lambda: accept_return(return_id=pending_return_id(request, order), actor=request.user, restock=restock),
        raises=(),
    )
    if sent:
        messages.success(request, _granted_message(sent.value, order))
    return redirect("seller:order", order.code)


@require_POST
@seller_page
def decline(request: SellerRequest, code: str) -> HttpResponse:
    order = find(request, code)
    form = DeclineReturnForm(request.POST)
    if not form.is_valid() and is_about_pending_return(request, order):
        return show(request, order_page(order.pk), decline_form=form)
    sent = perform(
        request,
        lambda: decline_return(
            return_id=pending_return_id(request, order), actor=request.user, answer=form.cleaned_data["answer"]
        ),
        raises=(),
    )
    if sent:
        messages.success(request, _("Đã trả lời người mua: không hoàn tiền."))
    return redirect("seller:order", order.code)


def _page(
    request: SellerRequest, order: Order, form: ReturnForm, key: UUID, *, seen: int | None = None
) -> HttpResponse:
    context = {"order": order, "form": form, "form_key": key, "seen": seen}
    return render(request, "seller/return_grant.html", context, status=422 if form.errors else 200)


def _granted_message(returned: Return, order: Order) -> str:
    amount = format_dong(returned.amount)
    if order.payment_method in COLLECTED_BY_PLATFORM:
        return _("Đã đồng ý hoàn %(amount)s. Tiền tự về người mua qua VNPay.") % {"amount": amount}
    return _("Đã đồng ý hoàn %(amount)s. Việc tiếp theo: trả tiền cho người mua rồi ghi lại ở đây.") % {
        "amount": amount
    }
