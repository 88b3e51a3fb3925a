"""Background work of the deal. A job that runs twice does its work once."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from core import clock
from core.jobs import app
from orders.checkout.services.delete_old_carts import delete_old_carts
from orders.checkout.unproven import OPEN_UNPROVEN
from orders.fulfilment.services.cancel_unproven import cancel_unproven
from orders.models import OPEN_RETURN, Order, OrderStatus, PaymentAllocation, Return
from orders.payment.services.release_allocation import RELEASABLE_CHARGES, release_allocation
from orders.personal_data.services.erase_old_orders import erase_old_orders
from orders.returns.window import window_over

logger = logging.getLogger(__name__)


@app.periodic(cron="5 * * * *")
@app.task(name="orders.release_shares", queue="default", queueing_lock="orders.release_shares")
def release_shares(timestamp: int) -> None:
    """Every hour: what sold orders brought is free to be paid out once nothing can come back any more."""
    release_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.cancel_unproven", queue="default", queueing_lock="orders.cancel_unproven")
def cancel_overdue_unproven(timestamp: int) -> None:
    """Every 5 minutes: cash orders that nobody proved in time end, and their goods are free again."""
    cancel_due()


@app.periodic(cron="23 19 * * *")
@app.task(name="orders.delete_old_carts", queue="default", queueing_lock="orders.delete_old_carts")
def delete_carts(timestamp: int) -> None:
    """Every night (02:23 in Việt Nam): carts that nobody placed for 30 days go, with what was typed into them."""
    delete_old_carts()


@app.periodic(cron="27 19 * * *")
@app.task(name="orders.forget_old_orders", queue="default", queueing_lock="orders.forget_old_orders")
def forget_orders(timestamp: int) -> None:
    """Every night (02:27 in Việt Nam): orders that were over 3 years ago no longer name their buyers."""
    erase_old_orders()


def cancel_due() -> int:
    """Cancel every unproven order whose deadline has passed, each in a transaction of its own; how many were.

    One that fails is logged and tried again in 5 minutes; it stops none of the others.
    """
    due = Order.objects.filter(OPEN_UNPROVEN, prove_by__lte=clock.now()).order_by("prove_by", "pk")
    ids = list(due.values_list("pk", flat=True))
    return _each(ids, lambda pk: cancel_unproven(order_id=pk), "order %s: it could not be cancelled")


def release_due() -> int:
    """Release every share whose time has come, each in a transaction of its own; how many were released.

    One that fails is logged and tried again in the next hour; it stops none of the others.
    """
    waiting = PaymentAllocation.objects.filter(released_at=None, refund_id="").exclude(transfer_id="").values("order")
    done = Order.objects.filter(status=OrderStatus.FULFILLED, charge_status__in=RELEASABLE_CHARGES, needs_review=False)
    asked = Return.objects.filter(state__in=OPEN_RETURN).values("order")
    due = done.filter(window_over(clock.now()), pk__in=waiting).exclude(pk__in=asked).order_by("fulfilled_at", "pk")
    ids = list(due.values_list("pk", flat=True))
    return _each(ids, lambda pk: release_allocation(order_id=pk), "order %s: its money could not be released")


def _each(order_ids: Iterable[UUID], work: Callable[[UUID], int], failure: str) -> int:
    """The sum of what `work` did for each order; an order that fails is logged and stops none of the others."""
    done = 0
    for order_id in order_ids:
        try:
            done += work(order_id)
        except Exception:  # whatever it is, it is this order's own trouble
            logger.exception(failure, order_id)
    return done
