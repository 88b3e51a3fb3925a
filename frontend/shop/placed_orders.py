"""The placed orders in a browser's cookie: that it may act on them, until when they await payment; the way to pay."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from frontend.common import cookies
from frontend.common.submit import perform
from orders.checkout.payment_requests import Start
from orders.checkout.placing import Placed
from orders.checkout.services.start_payment import start_payment
from orders.deadlines import CONFIRM_WITHIN
from orders.models import PAID_AHEAD, Order
from orders.queries import orders_of_checkout

_LOCALES = {"vi": "vn", "en": "en"}


def keep_placed(request: HttpRequest, response: HttpResponse, orders: Sequence[Order]) -> None:
    """Remember the orders of a checkout, in a browser that is proven to be their buyer's."""
    first = orders[0]
    pay_until = first.created_at + CONFIRM_WITHIN if first.payment_method in PAID_AHEAD else None
    cookies.keep_orders(request, response, [order.code for order in orders], is_buyer=True, pay_until=pay_until)


def show_placed(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Redirect to the payment of a cart that was placed already: the response to placing was lost."""
    orders = orders_of_checkout(checkout_id)
    response = redirect("shop:payment", orders[0].code)
    cookies.clear_cart(response)
    keep_placed(request, response, orders)
    return response


def redirect_to_gateway(request: HttpRequest, order: Order) -> HttpResponse:
    """A redirect to the gateway, to pay for all orders of the checkout; to the payment page if it shows QR codes, or no
    payment can start now.
    """
    start = start_of(request)
    started = perform(
        request,
        lambda: start_payment(checkout_id=order.checkout_id, ip=start.ip, locale=start.locale),
        raises=(),
    )
    return HttpResponseRedirect(started.result) if started.result else redirect("shop:payment", order.code)


def redirect_to_started(request: HttpRequest, placed: Placed) -> HttpResponse:
    """The same after the placing, which has started the payments unless it repeated an earlier one."""
    if placed.intent_ids and not placed.started:
        return redirect_to_gateway(request, placed.orders[0])
    if placed.refusal:
        messages.error(request, str(placed.refusal.message))
    url = placed.started[0].redirect_url if placed.started else None
    return HttpResponseRedirect(url) if url else redirect("shop:payment", placed.orders[0].code)


def start_of(request: HttpRequest) -> Start:
    """How a payment is started for this request."""
    locale = _LOCALES.get(getattr(request, "LANGUAGE_CODE", "vi"), "vn")
    return Start(ip=request.META.get("REMOTE_ADDR", ""), locale=locale)
