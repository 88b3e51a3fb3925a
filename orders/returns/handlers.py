"""Handlers of refund events for returns: idempotent, and independent of the order of events."""

from core.models import Event
from core.outbox import subscribe
from orders.returns.services.sync_returns_with_refund import sync_returns_with_refund


@subscribe("refund.created", "orders.sync_returns_with_refund")
@subscribe("refund.updated", "orders.sync_returns_with_refund")
@subscribe("refund.failed", "orders.sync_returns_with_refund")
def refund_changed(event: Event) -> None:
    sync_returns_with_refund(intent_id=event.payload["id"])
