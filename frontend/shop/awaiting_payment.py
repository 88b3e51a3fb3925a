"""Orders that await payment: shown in the cart and on the home page, with links to pay or restore them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.errors import NotFound
from frontend.common import cookies
from frontend.common.submit import perform
from frontend.shop.order import ask_for_phone, bought_order
from orders.checkout.limits import consume_cart_change
from orders.checkout.queries.checkout_view import checkout_view
from orders.fulfilment.services.restore_cart import restore_cart
from orders.models import Order
from orders.queries import orders_awaiting_payment


@dataclass(frozen=True)
class UnpaidOrders:
    """The orders of one checkout that await payment."""

    orders: list[Order]

    @property
    def code(self) -> str:
        return self.orders[0].code

    @property
    def total(self) -> int:
        return sum(order.total for order in self.orders)


def waiting_payment(request: HttpRequest, *, of_user: bool = False) -> UnpaidOrders | None:
    """The latest of this browser, or with `of_user` of its signed-in buyer; no SQL if the cookie has none."""
    user_id = request.user.pk if of_user and request.user.is_authenticated else None
    if user_id is None and not cookies.has_orders(request):
        return None
    now = clock.now().timestamp()
    codes = [known.code for known in cookies.opened_orders(request) if known.is_buyer and known.pay_until > now]
    waiting_orders = orders_awaiting_payment(codes, user_id) if codes or user_id else []
    return (
        UnpaidOrders([order for order in waiting_orders if order.checkout_id == waiting_orders[0].checkout_id])
        if waiting_orders
        else None
    )


@require_POST
def restore_to_cart(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel the order and the others of its checkout that await payment, and restore their lines to the cart.

    `action=change_payment` redirects to the checkout, to choose another payment method.
    """
    order = bought_order(request, code)
    if order is None:
        return ask_for_phone(code)
    actor = request.user if request.user.is_authenticated else None
    cookie_cart = cookies.cart(request)

    def restore() -> UUID:
        consume_cart_change(cookies.client(request))
        return restore_cart(order_id=order.pk, cart_id=_open_cart(cookie_cart), actor=actor)

    sent = perform(request, restore, raises=())
    if not sent:
        return redirect("shop:order", order.code)
    cart_id = sent.value
    if request.POST.get("action") == "change_payment":
        messages.info(request, _("Hàng đã về lại giỏ. Chọn cách trả khác rồi đặt lại."))
        response = redirect("shop:checkout")
    else:
        messages.success(request, _("Đã hủy đơn chờ trả tiền, hàng đã về lại giỏ."))
        response = redirect("shop:cart")
    cookies.keep_cart(request, response, cart_id, checkout_view(cart_id).quantity)
    return response


def _open_cart(cookie_cart: cookies.Cart | None) -> UUID | None:
    if cookie_cart is None:
        return None
    try:
        view = checkout_view(cookie_cart.checkout_id)
    except NotFound:
        return None
    return view.id if not view.is_placed and view.groups else None
