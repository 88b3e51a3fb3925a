"""Cancel a payment intent."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.base.errors import under_review, unexpected_state
from payments.base.locks import lock_intent
from payments.events import publish
from payments.intents.hooks import Moment, run_hooks
from payments.models import IntentStatus, PaymentIntent


def cancel_intent(*, intent_id: str, reason: str) -> PaymentIntent:
    """Cancel an intent that is not paid; a repetition changes nothing. A late payment is refunded in full.

    Raises DomainError PAYMENT_INTENT_UNEXPECTED_STATE where it is paid, PAYMENT_UNDER_REVIEW while it is in review.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if intent.status == IntentStatus.CANCELED:
            return intent
        if intent.status == IntentStatus.SUCCEEDED:
            raise unexpected_state(_("Khoản này đã được trả nên không hủy được; hãy hoàn tiền."))
        if intent.review:
            raise under_review()
        cancel(intent, reason)
        return intent


def cancel(intent: PaymentIntent, reason: str) -> None:
    """Cancel an open intent that the caller has locked. Its attempts stay open: the provider may still report a
    result.
    """
    intent.status = IntentStatus.CANCELED
    intent.canceled_at = clock.now()
    intent.cancellation_reason = reason[:40]
    intent.save(update_fields=["status", "canceled_at", "cancellation_reason"])
    publish.publish(publish.CANCELED, intent, reason=intent.cancellation_reason)
    run_hooks(Moment.CANCELED, intent)
