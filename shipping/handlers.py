"""Handlers of events in shipping."""

from core.models import Event
from core.outbox import subscribe
from shipping.services.ensure_default_methods import ensure_default_methods


@subscribe("seller.registered", name="shipping.ensure_default_methods")
def start_with_defaults(event: Event) -> None:
    """A new seller can send goods at once."""
    ensure_default_methods(event.payload["seller_id"])
