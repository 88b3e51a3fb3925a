"""Bring the orders of a payment into agreement with its refunds: the events only say that it is time to look."""

from django.db import transaction

from orders.going_back import has_gone_back, tries_for
from orders.locks import lock_orders_of_intent
from orders.models import ChargeStatus, OrderStatus
from orders.services.move_order import MoveName, move_order
from payments import sdk


def follow_refund(*, intent_id: str) -> None:
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
            share = order.share
            tries = tries_for(share, refunds, codes)
            if share.refund_id and tries and share.refund_id != tries[-1].id:
                share.refund_id = tries[-1].id
                share.save(update_fields=["refund_id"])
            if has_gone_back(share, tries):
                move_order(order, MoveName.REFUND, data={"refund": tries[-1].id})
