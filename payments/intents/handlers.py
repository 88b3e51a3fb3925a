"""An intent has ended: its attempts that are still open are polled further."""

from core.models import Event
from core.outbox import subscribe
from payments.intents.jobs import poll_ended_intent


@subscribe("payment_intent.canceled", "payments.poll_ended_intent")
@subscribe("payment_intent.succeeded", "payments.poll_ended_intent")
def intent_ended(event: Event) -> None:
    """Nobody waits for such an attempt any more, but its money may have gone: it must be found and refunded."""
    poll_ended_intent(event.payload["id"])
