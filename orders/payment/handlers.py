"""Handlers of payment and refund events: of orders, of sales at a stall, of returns.

Each is idempotent and reads the payment again, so that the order of events may vary.
"""

from core.models import Event
from core.outbox import subscribe
from orders.payment.services.mark_paid_after_cancel import mark_paid_after_cancel
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from orders.payment.services.sync_orders_with_refund import sync_orders_with_refund
from orders.payment_methods import TRANSFERRED_TO_SELLER
from orders.pos.services.sync_sale_with_payment import sync_sale_with_payment
from orders.returns.references import is_of_return
from orders.returns.services.sync_returns_with_refund import sync_returns_with_refund


@subscribe("payment_intent.succeeded", "orders.sync_orders_with_payment")
@subscribe("payment_intent.payment_failed", "orders.sync_orders_with_payment")
@subscribe("payment_intent.canceled", "orders.sync_orders_with_payment")
@subscribe("payment_intent.review_opened", "orders.sync_orders_with_payment")
@subscribe("payment_intent.review_closed", "orders.sync_orders_with_payment")
def payment_changed(event: Event) -> None:
    sync_orders_with_payment(intent_id=event.payload["id"])


@subscribe("payment_intent.paid_after_cancel", "orders.mark_paid_after_cancel")
def paid_after_cancel(event: Event) -> None:
    mark_paid_after_cancel(intent_id=event.payload["id"])


@subscribe("refund.created", "orders.sync_orders_with_refund")
@subscribe("refund.updated", "orders.sync_orders_with_refund")
@subscribe("refund.failed", "orders.sync_orders_with_refund")
def refund_changed(event: Event) -> None:
    sync_orders_with_refund(intent_id=event.payload["id"])


@subscribe("payment_intent.succeeded", "orders.sync_sale_with_payment")
@subscribe("payment_intent.canceled", "orders.sync_sale_with_payment")
def payment_of_sale_changed(event: Event) -> None:
    if event.payload["payment_method_type"] in TRANSFERRED_TO_SELLER:  # a sale waits for nothing else
        sync_sale_with_payment(intent_id=event.payload["id"])


@subscribe("refund.created", "orders.sync_returns_with_refund")
@subscribe("refund.updated", "orders.sync_returns_with_refund")
@subscribe("refund.failed", "orders.sync_returns_with_refund")
def refund_of_return_changed(event: Event) -> None:
    if is_of_return(event.payload["reference"]):
        sync_returns_with_refund(intent_id=event.payload["id"])
