"""What orders hears of payments. Each handler is idempotent and trusts no order of events: it reads again."""

from core.models import Event
from core.outbox import subscribe
from orders.counter.services.follow_sale import follow_sale
from orders.returns.services.follow_return import follow_return
from orders.services.follow_payment import follow_payment
from orders.services.follow_refund import follow_refund
from orders.services.mark_paid_after_cancel import mark_paid_after_cancel


@subscribe("payment_intent.succeeded", "orders.follow_payment")
@subscribe("payment_intent.payment_failed", "orders.follow_payment")
@subscribe("payment_intent.canceled", "orders.follow_payment")
@subscribe("payment_intent.review_opened", "orders.follow_payment")
@subscribe("payment_intent.review_closed", "orders.follow_payment")
def payment_changed(event: Event) -> None:
    follow_payment(intent_id=event.payload["id"])


@subscribe("payment_intent.succeeded", "orders.follow_sale")
@subscribe("payment_intent.canceled", "orders.follow_sale")
def counter_payment_changed(event: Event) -> None:
    follow_sale(intent_id=event.payload["id"])


@subscribe("payment_intent.paid_after_cancel", "orders.mark_paid_after_cancel")
def paid_after_cancel(event: Event) -> None:
    mark_paid_after_cancel(intent_id=event.payload["id"])


@subscribe("refund.created", "orders.follow_refund")
@subscribe("refund.updated", "orders.follow_refund")
@subscribe("refund.failed", "orders.follow_refund")
def refund_changed(event: Event) -> None:
    follow_refund(intent_id=event.payload["id"])


@subscribe("refund.created", "orders.follow_return")
@subscribe("refund.updated", "orders.follow_return")
@subscribe("refund.failed", "orders.follow_return")
def refund_of_return_changed(event: Event) -> None:
    follow_return(intent_id=event.payload["id"])
