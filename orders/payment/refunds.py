"""Which refund belongs to an order: its own, under its code, or that of the whole payment if it was paid too late.

A failed refund may be retried under the same first reference ("7K2P-9DXM-4H/2").
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from orders.models import ChargeStatus, Order, OrderStatus, PaymentAllocation
from payments import sdk

_REFUND_CHARGES = (ChargeStatus.REFUNDING, ChargeStatus.REFUNDED)
_PAID_AFTER_CANCEL = "paid_after_cancel"  # the reason payments itself gives


def refund_attempts(allocation: PaymentAllocation, refunds: Sequence[sdk.Refund], codes: set[str]) -> list[sdk.Refund]:
    """The refund of an order's share and its retries, oldest first; `codes` are of all orders of its payment.

    If payments refunded the whole payment by itself, that is the refund of each of its orders.
    """
    own = [refund for refund in refunds if refund.first_reference == allocation.order.code]
    if own:
        return own
    return [r for r in refunds if r.reason == _PAID_AFTER_CANCEL and r.first_reference not in codes]


def refunded_at(attempts: Iterable[sdk.Refund]) -> datetime:
    """When the whole amount was refunded: the end of the last successful attempt."""
    return max(refund.ended for refund in attempts if refund.status == "succeeded" and refund.ended)


def is_refunded(allocation: PaymentAllocation, tries: Sequence[sdk.Refund]) -> bool:
    """Whether the whole allocation is refunded."""
    return sum(refund.amount for refund in tries if refund.status == "succeeded") >= allocation.amount


def refund_mismatches(
    intent: sdk.Intent, allocations: Sequence[PaymentAllocation], refunds: Sequence[sdk.Refund], returned: int
) -> list[str]:
    """Where orders and the refunds of their payment disagree; `returned` is the amount of returns after fulfilment.

    Each cancelled order that shows a refund has a pending, successful or failed one (the office shows failed ones), and
    it is REFUNDED exactly if the refund succeeded. Nothing else of the payment is refunded.
    """
    codes = {allocation.order.code for allocation in allocations}
    problems: list[str] = []
    counted: dict[str, int] = {}
    for allocation in (allocation for allocation in allocations if _is_refund_due(allocation.order)):
        tries = refund_attempts(allocation, refunds, codes)
        counted |= {refund.id: refund.amount for refund in tries if not refund.is_unsuccessful}
        if not tries:
            problems.append(f"{allocation.order.code}: it shows a refund, but none is queued")
        elif is_refunded(allocation, tries) != (allocation.order.charge_status == ChargeStatus.REFUNDED):
            problems.append(f"{allocation.order.code}: {allocation.order.charge_status}, its refund {tries[-1].status}")
    pending_amount = sum(counted.values()) + returned
    if pending_amount != intent.amount_refunded:
        problems.append(f"{intent.id}: its orders say {pending_amount} goes back, queued is {intent.amount_refunded}")
    return problems


def _is_refund_due(order: Order) -> bool:
    return order.status != OrderStatus.FULFILLED and order.charge_status in _REFUND_CHARGES
