"""Queue the refund of one order's part of its payment."""

from accounts.models import User
from orders.models import Order, PaymentAllocation
from payments import sdk


def refund_order(order: Order, *, reason: str, requested_by: User | None = None) -> str:
    """Send the order's whole share back, taking it from the seller first where it was allotted. Returns re_….

    `requested_by` is whose decision it was; None: nobody's, it follows from the payment.

    The order is locked by the caller, and its goods have been dealt with: payments is the last room to be entered.
    """
    allocation = PaymentAllocation.objects.get(order=order)
    refund = sdk.refunds.create(
        payment_intent=allocation.intent_id,
        amount=allocation.amount,
        reason=reason,
        reference=order.code,
        reverse_transfer=bool(allocation.transfer_id),
        requested_by=requested_by,
        idempotency_key=f"refund:{order.pk}",
    )
    allocation.refund_id = refund.id
    allocation.save(update_fields=["refund_id"])
    return refund.id
