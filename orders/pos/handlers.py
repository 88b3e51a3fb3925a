"""Handlers of payment events for sales at a stall: idempotent, and independent of the order of events."""

from core.models import Event
from core.outbox import subscribe
from orders.pos.services.sync_sale_with_payment import sync_sale_with_payment


@subscribe("payment_intent.succeeded", "orders.sync_sale_with_payment")
@subscribe("payment_intent.canceled", "orders.sync_sale_with_payment")
def payment_changed(event: Event) -> None:
    sync_sale_with_payment(intent_id=event.payload["id"])
