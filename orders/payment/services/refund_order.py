"""Queue the refund of one order's part of its payment."""

from accounts.models import User
from orders.models import Order, PaymentAllocation
from payments import sdk


def refund_order(order: Order, *, reason: str, requested_by: User | None = None) -> str:
    """Refund the order's whole share, reversing the seller's transfer first if there is one. Returns re_….

    `requested_by` is the person who decided it; None if it follows from the payment.

    The caller has locked the order and released its goods: payments comes last in the lock order.
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
