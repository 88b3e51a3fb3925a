"""The payment page: the state in one sentence, the next step and its deadline. It polls while waiting.

The URL names one of the orders and grants no access: the page is for the browser that placed them or returned from the
gateway, and for the signed-in buyer.
"""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend.shop.order import ask_for_phone, bought_order
from frontend.shop.placed_orders import redirect_to_gateway
from orders.checkout.queries.payment_state import PaymentState, payment_state
from orders.models import ChargeStatus
from payments import sdk


@require_safe
@never_cache
def payment(request: HttpRequest, code: str) -> HttpResponse:
    order = bought_order(request, code)
    if order is None:
        return ask_for_phone(code)
    state = payment_state(order.checkout_id)
    for part in state.parts:
        if part.kind == "waiting" and state.attempted and not part.intent.amount_received:
            sdk.payment_intents.poll(part.intent.id)  # for a buyer who did not return from the gateway
    return render(request, "shop/payment.html", _context(state))


@require_safe
@never_cache
def payment_part(request: HttpRequest, code: str) -> HttpResponse:
    """The state alone, for polling; 204 if it has not changed."""
    order = bought_order(request, code)
    if order is None:
        return ask_for_phone(code)
    context = _context(payment_state(order.checkout_id))
    if request.GET.get("da-thay") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "shop/payment_state.html", context)


@require_POST
def pay_again(request: HttpRequest, code: str) -> HttpResponse:
    """Redirect to the gateway, for the first time or again: the goods are reserved again."""
    order = bought_order(request, code)
    return ask_for_phone(code) if order is None else redirect_to_gateway(request, order)


def _context(state: PaymentState) -> dict[str, object]:
    is_refunded = all(order.charge_status == ChargeStatus.REFUNDED for order in state.orders)
    return {"state": state, "is_refunded": is_refunded, "mark": _mark(state), "demo_bank": settings.BANK_SANDBOX}


def _mark(state: PaymentState) -> str:
    """A hash of the shown state: an unchanged fragment is not rendered again."""
    parts = [
        (
            part.kind,
            part.is_started,
            part.intent.amount_received > 0,
            part.intent.transfer_code,
            part.intent.qr_pending,
            part.intent.qr_failed,
        )
        for part in state.parts
    ]
    shown = (state.kind, state.can_retry, parts, [(order.status, order.charge_status) for order in state.orders])
    return sha256(repr(shown).encode()).hexdigest()[:12]
