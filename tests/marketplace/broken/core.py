"""Defects in events, written past all constraints."""

from core.models import Delivery
from tests.marketplace.broken import breaks


@breaks("core.events-get-through", "a handler that keeps failing")
def _() -> None:
    Delivery.objects.update(done_at=None, attempts=10)
