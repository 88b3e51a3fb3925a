"""Open a review of a payment: nothing moves until the operator decides."""

from payments.events import publish
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, PaymentIntent, PaymentReviewReason


def open_review(intent: PaymentIntent, attempt: Attempt, reason: PaymentReviewReason) -> None:
    """Set the review flag for one attempt. The intent is locked by the caller.

    The event is published only for an open intent: a closed one keeps its status, whatever the review finds.
    """
    attempt.status = AttemptStatus.REVIEW
    attempt.closed_at = None
    attempt.save()
    was_in_review = intent.review
    intent.review = True
    intent.review_reason = reason
    intent.save(update_fields=["review", "review_reason"])
    if not was_in_review and intent.status in OPEN_STATUSES:
        publish.publish(publish.REVIEW_OPENED, intent, reason=intent.review_reason)
