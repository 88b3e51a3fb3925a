"""Background jobs of open orders. A job that runs twice does its work once."""

import logging

from core import clock
from core.jobs import app
from orders.fulfilment.services.cancel_unproven import cancel_unproven
from orders.models import Order
from orders.queries import OPEN_UNPROVEN

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.cancel_unproven", queue="default", queueing_lock="orders.cancel_unproven")
def cancel_overdue_unproven(timestamp: int) -> None:
    """Every 5 minutes: cancel cash orders that were not confirmed in time, and release their goods."""
    cancel_due()


def cancel_due() -> int:
    """Cancel every unproven order whose deadline has passed, each in its own transaction. Returns how many.

    A failure is logged and tried again in 5 minutes. It does not stop the other orders.
    """
    due = Order.objects.filter(OPEN_UNPROVEN, prove_by__lte=clock.now()).order_by("prove_by", "pk")
    canceled = 0
    for order_id in list(due.values_list("pk", flat=True)):
        try:
            canceled += cancel_unproven(order_id=order_id)
        except Exception:  # any failure concerns this order only
            logger.exception("order %s: it could not be cancelled", order_id)
    return canceled
