"""What payments hears of itself: an intent that ended may still have a visit on which the provider never spoke."""

from core.models import Event
from core.outbox import on
from payments.jobs import ask_last_words


@on("payment_intent.canceled", "payments.ask_last_words")
@on("payment_intent.succeeded", "payments.ask_last_words")
def intent_ended(event: Event) -> None:
    """Nobody waits for such a visit any more, but its money may have gone: it must be found and sent back."""
    ask_last_words(event.payload["id"])
