"""Bring the orders of a payment into agreement with its refunds: the events only say that it is time to look."""

from django.db import transaction

from orders.locks import lock_orders_of_intent
from orders.models import ChargeStatus, OrderStatus
from orders.payment.refunds import is_refunded, refund_attempts
from orders.transitions import TransitionName, transition_order
from payments import sdk


def sync_orders_with_refund(*, intent_id: str) -> None:
    """An order whose share has gone back is refunded. One whose refund failed goes on saying that its money comes back:
    the desk sees the failure and tries anew. What goes back after the hand-over is `follow_return`'s. Repetition
    changes nothing; a payment of no order is none of ours."""
    with transaction.atomic():
        orders = lock_orders_of_intent(intent_id)
        refunds = sdk.refunds.of(intent_id) if orders else []
        codes = {order.code for order in orders}
        for order in orders:
            if order.charge_status != ChargeStatus.REFUNDING or order.status == OrderStatus.FULFILLED:
                continue
            allocation = order.allocation
            tries = refund_attempts(allocation, refunds, codes)
            if allocation.refund_id and tries and allocation.refund_id != tries[-1].id:
                allocation.refund_id = tries[-1].id
                allocation.save(update_fields=["refund_id"])
            if is_refunded(allocation, tries):
                transition_order(order, TransitionName.REFUND, data={"refund": tries[-1].id})
