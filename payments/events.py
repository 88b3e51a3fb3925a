"""What the room tells the rooms above, in one shape: handlers take the id and read again."""

from typing import Any

from django.db.models import Model

from core import outbox
from payments.models import PaymentIntent, Refund

SUCCEEDED = "payment_intent.succeeded"
PAYMENT_FAILED = "payment_intent.payment_failed"
CANCELED = "payment_intent.canceled"
REVIEW_OPENED = "payment_intent.review_opened"
REVIEW_CLOSED = "payment_intent.review_closed"
PAID_AFTER_CANCEL = "payment_intent.paid_after_cancel"
REFUND_CREATED = "refund.created"
REFUND_UPDATED = "refund.updated"
REFUND_FAILED = "refund.failed"
INTENT_CREATED = "payment_intent.created"
REQUIRES_ACTION = "payment_intent.requires_action"
PROCESSING = "payment_intent.processing"
CHARGE_SUCCEEDED = "charge.succeeded"
CHARGE_FAILED = "charge.failed"
TRANSFER_CREATED = "transfer.created"
TRANSFER_REVERSED = "transfer.reversed"
TRANSFER_UPDATED = "transfer.updated"
PAYOUT_CREATED = "payout.created"
PAYOUT_UPDATED = "payout.updated"
PAYOUT_PAID = "payout.paid"
PAYOUT_FAILED = "payout.failed"
PAYOUT_CANCELED = "payout.canceled"
ACCOUNT_UPDATED = "account.updated"


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


def tell_refund(event_type: str, intent: PaymentIntent, refund: Refund) -> None:
    """Emit an event of a refund; its "id" is the intent's, as in every event of this room that rooms above hear."""
    tell(
        event_type,
        intent,
        refund=refund.pk,
        refund_amount=refund.amount,
        refund_status=str(refund.status),
        reason=refund.reason,
        reference=refund.reference,
    )


def tell_object(event_type: str, row: Model) -> None:
    """Emit an event of any object of the API, in the transaction of its cause."""
    outbox.emit(event_type, {"id": row.pk})
