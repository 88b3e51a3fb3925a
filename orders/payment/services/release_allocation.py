"""Release the seller's money of an order whose return window has ended, so that it can be paid out."""

from uuid import UUID

from django.db import transaction

from core import clock
from orders.locks import lock_order
from orders.models import OPEN_RETURN, ChargeStatus, Order, OrderStatus, PaymentAllocation
from orders.returns.window import return_window_end
from payments import sdk

RELEASABLE_CHARGES = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)  # the remainder belongs to the seller


def release_allocation(*, order_id: UUID | str) -> bool:
    """Release the order's transfer if it is due. Returns whether it was released now.

    Only for a fulfilled order without an open return or review, and only once. Raises NotFound.
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
    """Whether the order's state allows it and the return window has ended (at most one statement)."""
    if order.status != OrderStatus.FULFILLED or order.charge_status not in RELEASABLE_CHARGES or order.needs_review:
        return False
    if order.returns.filter(state__in=OPEN_RETURN).exists():
        return False
    ends = return_window_end(order)
    return ends is not None and ends <= clock.now()
