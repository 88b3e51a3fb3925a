"""A cancelled payment was paid: it is refunded in full, and its orders show it."""

from django.db import transaction

from core import clock
from orders.locks import lock_orders_of_intent
from orders.models import ChargeStatus
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from orders.payment.services.sync_orders_with_refund import sync_orders_with_refund
from orders.transitions import TransitionName, transition_order


def mark_paid_after_cancel(*, intent_id: str) -> None:
    """payments creates the refund; the orders stay ended and show it. Repetition changes nothing."""
    with transaction.atomic():
        sync_orders_with_payment(
            intent_id=intent_id
        )  # the orders end first, if the cancellation's event was not handled yet
        for order in lock_orders_of_intent(intent_id):
            if order.charge_status == ChargeStatus.NONE:
                order.paid_at = clock.now()
                transition_order(order, TransitionName.PAY_AFTER_END)
        sync_orders_with_refund(intent_id=intent_id)  # whose event may have been handled before that of the payment
