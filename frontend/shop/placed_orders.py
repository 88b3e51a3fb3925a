"""What the browser that placed orders keeps of them: that it may act on them, and until when they wait for money."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from frontend.common import cookies
from orders.deadlines import CONFIRM_WITHIN
from orders.models import PAID_AHEAD, Order
from orders.queries import orders_of_checkout


def keep_placed(request: HttpRequest, response: HttpResponse, orders: Sequence[Order]) -> None:
    """Remember orders that were placed together, in a browser that has proved to be their buyer's."""
    first = orders[0]
    pay_until = first.created_at + CONFIRM_WITHIN if first.payment_method in PAID_AHEAD else None
    cookies.keep_orders(request, response, [order.code for order in orders], is_buyer=True, pay_until=pay_until)


def show_placed(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """On to the payment of a cart that this browser keeps and that was placed: the answer to placing was lost."""
    orders = orders_of_checkout(checkout_id)
    response = redirect("shop:payment", orders[0].code)
    cookies.clear_cart(response)
    keep_placed(request, response, orders)
    return response
