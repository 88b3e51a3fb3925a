"""Close an overdue intent: query the provider a last time, then complete or cancel.

The stock reservation ends only with the cancellation, so no intent is cancelled while its money may be on its way.
"""

from datetime import timedelta

from django.db import transaction

from core import clock
from payments.base.locks import lock_intent
from payments.events import publish
from payments.intents.deadline import is_over
from payments.intents.services.cancel_intent import cancel
from payments.intents.services.poll_attempt import poll_attempt
from payments.models import OPEN_STATUSES, AttemptStatus, CancellationReason, IntentStatus, Origin, PaymentIntent
from payments.providers.results import Outcome

# A buyer may press "pay" in the last second; the provider knows the reference only a moment later.
GRACE = timedelta(seconds=60)
# The provider takes no payment after vnp_ExpireDate: an attempt still "pending" so long after it is abandoned.
ABANDONED = timedelta(minutes=15)


def close_overdue(*, intent_id: str) -> IntentStatus:
    """Query every open attempt, and cancel the intent where all are final. Idempotent. Never inside a transaction."""
    references = _start(intent_id)
    heard = {reference: poll_attempt(reference=reference) for reference in references}
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if not _is_overdue(intent) or intent.expires_at is None:
            return IntentStatus(intent.status)
        overdue_for = clock.now() - intent.expires_at
        if any(not _is_final(heard.get(a), overdue_for) for a in _open_references(intent)):
            return IntentStatus(intent.status)
        cancel(intent, CancellationReason.EXPIRED)
        return IntentStatus(intent.status)


def _start(intent_id: str) -> list[str]:
    """Mark the intent as waiting for final results; returns the attempts to query."""
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if not _is_overdue(intent):
            return []
        references = _open_references(intent)
        if references and intent.status != IntentStatus.PROCESSING:
            intent.status = IntentStatus.PROCESSING
            intent.save(update_fields=["status"])
            if intent.origin == Origin.API:
                publish.publish_object(publish.PROCESSING, intent)
        return references


def _is_overdue(intent: PaymentIntent) -> bool:
    return intent.status in OPEN_STATUSES and not intent.review and is_over(intent, clock.now())


def _open_references(intent: PaymentIntent) -> list[str]:
    return list(intent.attempts.filter(status=AttemptStatus.OPEN).order_by("pk").values_list("reference", flat=True))


def _is_final(outcome: Outcome | None, overdue_for: timedelta) -> bool:
    """Whether an open attempt can bring no money any more. A missing response is never final."""
    if outcome is Outcome.NOT_FOUND:
        return overdue_for >= GRACE
    return outcome is Outcome.PENDING and overdue_for >= ABANDONED
