"""One order: confirm, fulfill, cancel; and its packing slip."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotFound
from core.identifiers import read_order_code
from frontend.common.redirects import next_page
from frontend.common.return_form import AcceptReturnForm, DeclineReturnForm
from frontend.common.submit import perform
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.order import CancelForm, FulfillForm, RefundProofForm
from orders.fulfilment.queries.order_page import OrderPage, order_page
from orders.fulfilment.queries.seller_orders import orders_of_seller
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.confirm_phone import confirm_phone
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import PAID_IN_CASH, Order, ReturnState
from orders.payment.queries.seller_money import order_money
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from orders.payment.services.mark_as_paid import mark_as_paid
from payments import sdk


@require_safe
@seller_page
def order(request: SellerRequest, code: str) -> HttpResponse:
    return show(request, _page_of(request, code))


@require_safe
@seller_page
def slip(request: SellerRequest, code: str) -> HttpResponse:
    page = _page_of(request, code)
    due = page.order.total if page.order.payment_method in PAID_IN_CASH and not page.order.paid_at else 0
    return render(request, "seller/slip.html", {"page": page, "order": page.order, "due": due})


@require_POST
@seller_page
def confirm(request: SellerRequest, code: str) -> HttpResponse:
    return _move(request, code, confirm_order, _("Đã nhận đơn %(code)s. Việc tiếp theo: chuẩn bị và giao hàng."))


@require_POST
@seller_page
def phone_confirmed(request: SellerRequest, code: str) -> HttpResponse:
    """The buyer of a cash order confirmed it by phone."""
    return _move(request, code, confirm_phone, _("Đã ghi: khách của đơn %(code)s xác nhận qua điện thoại."))


@require_POST
@seller_page
def fulfill(request: SellerRequest, code: str) -> HttpResponse:
    form = FulfillForm(request.POST)
    service = partial(fulfill_order, cash_received=form.is_valid() and form.cleaned_data["cash_received"])
    return _move(request, code, service, _("Đã ghi: đơn %(code)s đã giao."))


@require_POST
@seller_page
def mark_paid(request: SellerRequest, code: str) -> HttpResponse:
    """The buyer's transfer is in the seller's account; no service reports it."""
    words = _("Đã ghi: bạn xác nhận đã nhận tiền của đơn %(code)s. Việc tiếp theo: nhận đơn.")
    return _move(request, code, mark_as_paid, words)


@require_POST
@seller_page
def refund_confirmed(request: SellerRequest, code: str) -> HttpResponse:
    """The refund reached the buyer: by which transfer, or who received the cash."""
    order = find(request, code)
    form = RefundProofForm(request.POST)
    if not form.is_valid():
        return show(request, order_page(order.pk), proof_form=form)
    sent = perform(
        request,
        lambda: confirm_manual_refund(order_id=order.pk, proof=form.cleaned_data["proof"], actor=request.user),
        field="proof",
        raises=(),
    )
    if sent.field_error:
        form.add_error("proof", str(sent.field_error))
        return show(request, order_page(order.pk), proof_form=form)
    if not sent:
        return redirect("seller:order", order.code)
    messages.success(request, _("Đã ghi: tiền của đơn %(code)s đã trả lại người mua.") % {"code": order.code})
    return _back(request, order)


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def cancel(request: SellerRequest, code: str) -> HttpResponse:
    """GET explains the cancellation and asks for the reason; POST cancels."""
    order = find(request, code)
    suggested = {"reason": request.GET.get("ly-do", "")}
    form = CancelForm(request.POST if request.method == "POST" else None, initial=suggested)
    if form.is_valid():
        cancelling = partial(cancel_order, order_id=order.pk, actor=request.user, reason=form.cleaned_data["reason"])
        if not perform(request, cancelling, raises=()):
            return redirect("seller:order", order.code)
        messages.success(request, _("Đã hủy đơn %(code)s.") % {"code": order.code})
        return _back(request, order)
    page = order_page(order.pk)
    context = {
        "page": page,
        "order": page.order,
        "form": form,
        "refund": page.order.total if page.order.paid_at else 0,
    }
    return render(request, "seller/cancel.html", context, status=422 if form.errors else 200)


def _move(request: SellerRequest, code: str, service: Callable[..., object], words: str) -> HttpResponse:
    """Run one service on the order; `words`, which name its `code`, are the message.

    A step that the order no longer allows, for example after a second tap, is refused on the order's page.
    """
    order = find(request, code)
    if not perform(request, lambda: service(order_id=order.pk, actor=request.user), raises=()):
        return redirect("seller:order", order.code)
    messages.success(request, words % {"code": order.code})
    return _back(request, order)


def show(request: SellerRequest, page: OrderPage, **typed: forms.Form) -> HttpResponse:
    """The order's page. `typed` are forms that were not accepted, by their names in the template."""
    bank = sdk.bank_accounts.of(request.seller.payee_ref) if page.can_declare else None
    context = {
        "page": page,
        "order": page.order,
        "money": order_money(page.order),
        "bank_tells": bool(bank and bank.has_feed),
        "asked": next((one for one in page.returns if one.state == ReturnState.REQUESTED), None),
        "settled": [one for one in page.returns if one.state != ReturnState.REQUESTED],
        "accept_form": AcceptReturnForm(),
        "decline_form": DeclineReturnForm(),
        "proof_form": None,
    } | typed
    return render(request, "seller/order.html", context, status=422 if typed else 200)


def find(request: SellerRequest, code: str) -> Order:
    """The order of this seller; 404 for others."""
    stored = read_order_code(code)
    order = orders_of_seller(request.seller).filter(code=stored).first() if stored else None
    if order is None:
        raise NotFound(_("Không tìm thấy đơn %(code)s trong gian hàng này.") % {"code": code[:20]})
    return order


def _page_of(request: SellerRequest, code: str) -> OrderPage:
    return order_page(find(request, code).pk)


def _back(request: SellerRequest, order: Order) -> HttpResponse:
    return HttpResponseRedirect(next_page(request, reverse("seller:order", args=[order.code])))
