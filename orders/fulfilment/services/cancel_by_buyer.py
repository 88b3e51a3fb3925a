"""A buyer cancels before the payment or the seller's confirmation."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from catalog.stock.services.release_reservation import release_reservation
from core.errors import DomainError
from orders.identifiers import holder_ref
from orders.locks import lock_order_among_its_own
from orders.models import Order, PaymentAllocation
from orders.transitions import TransitionName, can_transition, transition_order, transition_refusal
from payments import sdk


def cancel_by_buyer(*, order_id: UUID | str, actor: User | None = None) -> Order:
    """Cancel an order that is neither paid nor confirmed, with all orders of the same payment if it has one.

    The caller checks who asks: the browser that placed the order, or the signed-in buyer. Raises DomainError
    INVALID_MOVE, what payments refuses (money may be on its way), or NotFound.
    """
    with transaction.atomic():
        order, checkout_orders = lock_order_among_its_own(order_id)
        withdraw(order, checkout_orders, actor=actor)
        return order


def withdraw(
    order: Order, checkout_orders: Sequence[Order], *, actor: User | None, data: Mapping[str, Any] | None = None
) -> None:
    """Cancel the order and those of `checkout_orders` (all locked) that wait for the same payment."""
    if not can_transition(order, TransitionName.WITHDRAW):
        raise DomainError(transition_refusal(order), code="INVALID_MOVE", params={"status": order.status})
    payments = dict(PaymentAllocation.objects.filter(order__in=checkout_orders).values_list("order_id", "intent_id"))
    intent_id = payments.get(order.pk)
    leaving = [one for one in checkout_orders if payments.get(one.pk) == intent_id] if intent_id else [order]
    withdraw_all(leaving, [intent_id] if intent_id else [], actor=actor, data=data)


def withdraw_all(
    orders: Sequence[Order], intent_ids: Sequence[str], *, actor: User | None, data: Mapping[str, Any] | None = None
) -> None:
    """Cancel locked orders, in seller order, and their whole payments."""
    for order in orders:
        release_reservation(holder_ref=holder_ref(order))
    for intent_id in intent_ids:
        sdk.payment_intents.cancel(intent_id, reason="requested_by_customer", idempotency_key=f"cancel:{intent_id}")
    for order in orders:
        transition_order(order, TransitionName.WITHDRAW, actor=actor, data=data)
