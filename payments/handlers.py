"""What payments hears of itself: visits still open when their intent ended, and refunds that are to be sent."""

from core.models import Event
from core.outbox import subscribe
from payments.jobs import ask_last_words
from payments.models import Refund, RefundPhase
from payments.refunds.jobs import send_soon


@subscribe("payment_intent.canceled", "payments.ask_last_words")
@subscribe("payment_intent.succeeded", "payments.ask_last_words")
def intent_ended(event: Event) -> None:
    """Nobody waits for such a visit any more, but its money may have gone: it must be found and sent back."""
    ask_last_words(event.payload["id"])


@subscribe("refund.created", "payments.send_refund")
def refund_created(event: Event) -> None:
    """One that waits for approval, or is made by hand, is not for a job."""
    if Refund.objects.filter(pk=event.payload["refund"], phase=RefundPhase.QUEUED).exists():
        send_soon(event.payload["refund"])
