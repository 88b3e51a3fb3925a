"""End a checkout session together with its intent, in the same transaction."""

from core import clock
from payments.events import publish
from payments.intents.hooks import Moment, hook
from payments.models import Attempt, CheckoutSession, CheckoutSessionStatus, Origin, PaymentIntent


@hook(Moment.SUCCEEDED, origin=Origin.API)
def session_completed(intent: PaymentIntent, attempt: Attempt | None) -> None:
    """The payment has succeeded. The caller has locked the intent, which may have no session."""
    _end(intent, CheckoutSessionStatus.COMPLETE, publish.SESSION_COMPLETED)


@hook(Moment.CANCELED, origin=Origin.API)
def session_expired(intent: PaymentIntent, attempt: Attempt | None) -> None:
    """The payment was cancelled, or its deadline passed."""
    _end(intent, CheckoutSessionStatus.EXPIRED, publish.SESSION_EXPIRED)


def _end(intent: PaymentIntent, status: CheckoutSessionStatus, event_type: str) -> None:
    session = CheckoutSession.objects.filter(intent=intent, status=CheckoutSessionStatus.OPEN).first()
    if session is None:
        return
    session.status = status
    session.completed_at = clock.now() if status == CheckoutSessionStatus.COMPLETE else None
    session.save(update_fields=["status", "completed_at"])
    publish.publish_object(event_type, session)
