"""The review before placing: all lines with price and seller, links back, and one button with the total."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from frontend.common import cookies, parsing
from frontend.common.forms import status_of
from frontend.common.submit import attempt
from frontend.shop.checkout import open_view
from frontend.shop.placed_orders import keep_placed, redirect_to_started, start_of
from orders.checkout.services.place_order import place_order


@require_safe
@never_cache
def review(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Place the orders, then redirect to the gateway or to the payment page. Repetition changes nothing."""
    cookie_cart = cookies.cart(request)
    if cookie_cart is None:
        return redirect("shop:cart")
    seen = parsing.whole(request.POST.get("expected_total"))
    expected = -1 if seen is None else seen  # a form without the total never showed one
    quotes = [parsing.whole(text) for text in request.POST.getlist("quote_id")]
    sent = attempt(
        lambda: place_order(
            checkout_id=cookie_cart.checkout_id,
            expected_total=expected,
            idempotency_key=f"shop:{cookie_cart.checkout_id}:{expected}",
            client=cookies.client(request),
            quote_ids=[quote_id for quote_id in quotes if quote_id is not None],
            start=start_of(request),
        ),
        raises=(),
    )
    if not sent:
        return _page(request, sent.refusal)
    placed = sent.value
    response = redirect_to_started(request, placed)
    cookies.clear_cart(response)
    keep_placed(request, response, placed.orders)
    return response


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    """The page with the refusal, or a redirect."""
    view = open_view(request)
    if isinstance(view, HttpResponse):
        return view
    context = {"view": view, "refusal": refusal, "minutes": settings.PAYMENT_MINUTES}
    return render(request, "shop/review.html", context, status=status_of(refusal) if refusal else 200)
