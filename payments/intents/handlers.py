"""Handlers of intent events: the open attempts of an ended intent are still polled."""

from core.models import Event
from core.outbox import subscribe
from payments.intents.jobs import poll_ended_intent


@subscribe("payment_intent.canceled", "payments.poll_ended_intent")
@subscribe("payment_intent.succeeded", "payments.poll_ended_intent")
def intent_ended(event: Event) -> None:
    """Poll the open attempts of an ended intent: a late payment must be found and refunded."""
    poll_ended_intent(event.payload["id"])
