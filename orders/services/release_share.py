"""The return window of an order has ended: its money is the seller's to be paid out."""

from uuid import UUID

from django.db import transaction

from core import clock
from orders.locks import lock_order
from orders.models import OPEN_RETURN, ChargeStatus, IntentShare, Order, OrderStatus
from orders.returns.window import money_free_at
from payments import sdk

KEPT = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)  # what is left of it is the seller's


def release_share(*, order_id: UUID | str) -> bool:
    """Release the order's transfer where it is time; whether it was done now.

    Only of an order that was handed over, of which nothing is asked or on its way back, and is not in doubt; once.
    Raises NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        share = IntentShare.objects.filter(order=order).first()
        if share is None or not share.transfer_id or share.released_at is not None or not is_due(order):
            return False
        sdk.transfers.release(share.transfer_id)
        share.released_at = clock.now()
        share.save(update_fields=["released_at"])
        return True


def is_due(order: Order) -> bool:
    """Whether the order stands as it should and the time to send it back is over (at most one statement)."""
    if order.status != OrderStatus.FULFILLED or order.charge_status not in KEPT or order.needs_review:
        return False
    if order.returns.filter(state__in=OPEN_RETURN).exists():
        return False
    ends = money_free_at(order)
    return ends is not None and ends <= clock.now()
