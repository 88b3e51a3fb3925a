"""What payments hears of itself: visits still open when their intent ended, and refunds that are to be sent."""

from core.models import Event
from core.outbox import subscribe
from payments.intents.jobs import poll_ended_intent
from payments.models import Refund, RefundPhase
from payments.refunds.jobs import send_soon


@subscribe("payment_intent.canceled", "payments.poll_ended_intent")
@subscribe("payment_intent.succeeded", "payments.poll_ended_intent")
def intent_ended(event: Event) -> None:
    """Nobody waits for such a visit any more, but its money may have gone: it must be found and sent back."""
    poll_ended_intent(event.payload["id"])


@subscribe("refund.created", "payments.send_refund")
def refund_created(event: Event) -> None:
    """One that waits for approval, or is made by hand, is not for a job."""
    if Refund.objects.filter(pk=event.payload["refund"], phase=RefundPhase.QUEUED).exists():
        send_soon(event.payload["refund"])
