"""After paying: the truth in one sentence, what happens next and by when. Waiting updates by itself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from frontend.shop import browser
from frontend.shop.gateway import go_and_pay
from orders.models import ChargeStatus
from orders.queries.payment_state import PaymentState, payment_state
from payments import sdk


@never_cache
@require_safe
def payment(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """Whoever has this address placed the order, or came back from the gateway with its signature."""
    state = _state(checkout_id)
    if state.kind == "waiting" and state.attempted and not state.received and state.intent_id:
        sdk.payment_intents.ask(state.intent_id)  # a buyer who never came back from the gateway looks here
    response = render(request, "shop/payment.html", _context(state))
    browser.keep_orders(request, response, [order.code for order in state.orders])
    return response


@never_cache
@require_safe
def payment_part(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """The sentence alone, for the page that asks again."""
    return render(request, "shop/payment_state.html", _context(_state(checkout_id)))


@require_POST
def pay_again(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """To the gateway, for the first time or again: the goods are held anew."""
    _state(checkout_id)
    return go_and_pay(request, checkout_id)


def _context(state: PaymentState) -> dict[str, object]:
    all_back = all(order.charge_status == ChargeStatus.REFUNDED for order in state.orders)
    return {"state": state, "all_back": all_back}


def _state(checkout_id: UUID) -> PaymentState:
    try:
        return payment_state(checkout_id)
    except NotFound as error:
        raise Http404 from error
