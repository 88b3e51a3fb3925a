"""The return window of an order has ended: its money is the seller's to be paid out."""

from uuid import UUID

from django.db import transaction

from core import clock
from orders.locks import lock_order
from orders.models import OPEN_RETURN, ChargeStatus, Order, OrderStatus, PaymentAllocation
from orders.returns.window import return_window_end
from payments import sdk

RELEASABLE_CHARGES = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)  # what is left of it is the seller's


def release_allocation(*, order_id: UUID | str) -> bool:
    """Release the order's transfer where it is time; whether it was done now.

    Only of an order that was handed over, of which nothing is asked or on its way back, and is not in doubt; once.
    Raises NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        allocation = PaymentAllocation.objects.filter(order=order).first()
        if allocation is None or not allocation.transfer_id or allocation.released_at is not None or not is_due(order):
            return False
        sdk.transfers.release(allocation.transfer_id)
        allocation.released_at = clock.now()
        allocation.save(update_fields=["released_at"])
        return True


def is_due(order: Order) -> bool:
    """Whether the order stands as it should and the time to send it back is over (at most one statement)."""
    if order.status != OrderStatus.FULFILLED or order.charge_status not in RELEASABLE_CHARGES or order.needs_review:
        return False
    if order.returns.filter(state__in=OPEN_RETURN).exists():
        return False
    ends = return_window_end(order)
    return ends is not None and ends <= clock.now()
