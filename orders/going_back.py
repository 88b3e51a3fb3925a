"""Which refund sends an order's money back: its own, under its code, or that of its whole payment, paid after its end.

A refund that failed may be followed by another try under the same first name ("7K2P-9DXM-4H/2").
"""

from collections.abc import Sequence

from orders.models import ChargeStatus, IntentShare, Order, OrderStatus
from payments import sdk

_GONE_BACK = (ChargeStatus.REFUNDING, ChargeStatus.REFUNDED)
_WHOLE_PAYMENT = "paid_after_cancel"  # the reason payments itself gives


def tries_for(share: IntentShare, refunds: Sequence[sdk.Refund], codes: set[str]) -> list[sdk.Refund]:
    """The refund of an order's share and its further tries, oldest first; `codes` are of all orders of its payment.

    Where payments sent the whole payment back by itself, that is the refund of each of its orders.
    """
    own = [refund for refund in refunds if refund.first_reference == share.order.code]
    if own:
        return own
    return [r for r in refunds if r.reason == _WHOLE_PAYMENT and r.first_reference not in codes]


def has_gone_back(share: IntentShare, tries: Sequence[sdk.Refund]) -> bool:
    """Whether the buyer has the whole share."""
    return sum(refund.amount for refund in tries if refund.status == "succeeded") >= share.amount


def amiss(intent: sdk.Intent, shares: Sequence[IntentShare], refunds: Sequence[sdk.Refund], returned: int) -> list[str]:
    """Where orders and the refunds of their payment disagree; `returned` is what of it goes back after hand-overs.

    Each order called off that says its money goes back has a refund alive or one that failed last (the desk sees it),
    and says that it has gone back exactly when it has; nothing else of the payment goes back.
    """
    codes = {share.order.code for share in shares}
    problems: list[str] = []
    counted: dict[str, int] = {}
    for share in (share for share in shares if _was_called_off(share.order)):
        tries = tries_for(share, refunds, codes)
        counted |= {refund.id: refund.amount for refund in tries if not refund.is_unsuccessful}
        if not tries:
            problems.append(f"{share.order.code}: its money goes back, but nothing was queued")
        elif has_gone_back(share, tries) != (share.order.charge_status == ChargeStatus.REFUNDED):
            problems.append(f"{share.order.code}: {share.order.charge_status}, its refund {tries[-1].status}")
    going = sum(counted.values()) + returned
    if going != intent.amount_refunded:
        problems.append(f"{intent.id}: its orders say {going} goes back, queued is {intent.amount_refunded}")
    return problems


def _was_called_off(order: Order) -> bool:
    return order.status != OrderStatus.FULFILLED and order.charge_status in _GONE_BACK
