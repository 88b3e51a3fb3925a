"""After paying: the truth in one sentence, what happens next and by when. Waiting updates by itself."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
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
    for part in state.parts:
        if part.kind == "waiting" and state.attempted and not part.intent.amount_received:
            sdk.payment_intents.ask(part.intent.id)  # a buyer who never came back from the gateway looks here
    response = render(request, "shop/payment.html", _context(state))
    browser.keep_orders(request, response, [order.code for order in state.orders])
    return response


@never_cache
@require_safe
def payment_part(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """The state alone, for the page that asks again; nothing (204) where it is what the page shows already."""
    context = _context(_state(checkout_id))
    if request.GET.get("da-thay") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "shop/payment_state.html", context)


@require_POST
def pay_again(request: HttpRequest, checkout_id: UUID) -> HttpResponse:
    """To the gateway, for the first time or again: the goods are held anew."""
    _state(checkout_id)
    return go_and_pay(request, checkout_id)


def _context(state: PaymentState) -> dict[str, object]:
    all_back = all(order.charge_status == ChargeStatus.REFUNDED for order in state.orders)
    return {"state": state, "all_back": all_back, "mark": _mark(state), "demo_bank": settings.BANK_SANDBOX}


def _mark(state: PaymentState) -> str:
    """What the page shows of the state, in a word: a part that would look the same need not be drawn anew."""
    parts = [
        (part.kind, part.is_begun, part.intent.amount_received > 0, part.intent.transfer_code) for part in state.parts
    ]
    shown = (state.kind, state.can_retry, parts, [(order.status, order.charge_status) for order in state.orders])
    return sha256(repr(shown).encode()).hexdigest()[:12]


def _state(checkout_id: UUID) -> PaymentState:
    try:
        return payment_state(checkout_id)
    except NotFound as error:
        raise Http404 from error
