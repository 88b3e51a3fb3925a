"""Background jobs of the money of orders. A job that runs twice does its work once."""

import logging

from core import clock
from core.jobs import app
from orders.models import OPEN_RETURN, Order, OrderStatus, PaymentAllocation, Return
from orders.payment.services.release_allocation import RELEASABLE_CHARGES, release_allocation
from orders.returns.window import window_over

logger = logging.getLogger(__name__)


@app.periodic(cron="5 * * * *")
@app.task(name="orders.release_allocations", queue="default", queueing_lock="orders.release_allocations")
def release_allocations(timestamp: int) -> None:
    """Every hour: release the money of orders whose return window has ended, so that it can be paid out."""
    release_due()


def release_due() -> int:
    """Release every allocation that is due, each in its own transaction. Returns how many.

    A failure is logged and tried again in the next hour. It does not stop the other orders.
    """
    waiting = PaymentAllocation.objects.filter(released_at=None, refund_id="").exclude(transfer_id="").values("order")
    fulfilled = Order.objects.filter(
        status=OrderStatus.FULFILLED, charge_status__in=RELEASABLE_CHARGES, needs_review=False
    )
    with_open_return = Return.objects.filter(state__in=OPEN_RETURN).values("order")
    due = fulfilled.filter(window_over(clock.now()), pk__in=waiting).exclude(pk__in=with_open_return)
    released = 0
    for order_id in list(due.order_by("fulfilled_at", "pk").values_list("pk", flat=True)):
        try:
            released += release_allocation(order_id=order_id)
        except Exception:  # any failure concerns this order only
            logger.exception("order %s: its money could not be released", order_id)
    return released
