"""Queue the refund of one order's share of its payment."""

from accounts.models import User
from orders.models import IntentShare, Order
from payments import sdk


def refund_order(order: Order, *, reason: str, asked_by: User | None = None) -> str:
    """Send the order's whole share back, taking it from the seller first where it was allotted. Returns re_….

    `asked_by` is whose decision it was; None: nobody's, it follows from the payment.

    The order is locked by the caller, and its goods have been dealt with: payments is the last room to be entered.
    """
    share = IntentShare.objects.get(order=order)
    refund = sdk.refunds.create(
        payment_intent=share.intent_id,
        amount=share.amount,
        reason=reason,
        reference=order.code,
        reverse_transfer=bool(share.transfer_id),
        requested_by=asked_by,
        idempotency_key=f"refund:{order.pk}",
    )
    share.refund_id = refund.id
    share.save(update_fields=["refund_id"])
    return refund.id
