"""Bring the orders of a payment into agreement with its refunds: the events only say that it is time to look."""

from django.db import transaction

from orders.locks import lock_orders_of_intent
from orders.models import ChargeStatus, OrderStatus
from orders.payment.refunds import is_refunded, refund_attempts, refunded_at
from orders.transitions import TransitionName, transition_order
from payments import sdk


def sync_orders_with_refund(*, intent_id: str) -> None:
    """Mark the orders of a payment as refunded once their whole share was refunded. Idempotent.

    After a failed refund the order stays REFUNDING: the operator sees the failure and retries. Refunds of delivered
    orders belong to `sync_returns_with_refund`. A payment without orders is ignored.
    """
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
                order.refunded_at = refunded_at(tries)
                transition_order(order, TransitionName.REFUND, data={"refund": tries[-1].id})
