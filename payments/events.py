"""What the room tells the rooms above, in one shape: handlers take the id and read again."""

from typing import Any

from core import outbox
from payments.models import PaymentIntent, Refund

SUCCEEDED = "payment_intent.succeeded"
PAYMENT_FAILED = "payment_intent.payment_failed"
CANCELED = "payment_intent.canceled"
REVIEW_OPENED = "payment_intent.review_opened"
REVIEW_CLOSED = "payment_intent.review_closed"
PAID_AFTER_CANCEL = "payment_intent.paid_after_cancel"
REFUND_CREATED = "refund.created"


def tell(event_type: str, intent: PaymentIntent, **more: Any) -> None:
    """Emit an event of an intent in the transaction of its cause."""
    payload = {
        "id": intent.pk,
        "status": str(intent.status),
        "amount": intent.amount,
        "transfer_group": intent.transfer_group,
        "payment_method_type": intent.payment_method_type,
    }
    outbox.emit(event_type, payload | more)


def tell_refund(intent: PaymentIntent, refund: Refund) -> None:
    """Emit refund.created; its "id" is the intent's, as in every event of this room."""
    tell(
        REFUND_CREATED,
        intent,
        refund=refund.pk,
        refund_amount=refund.amount,
        reason=refund.reason,
        reference=refund.reference,
    )
