"""Deadlines of an order: the payment, the seller's confirmation, the answer to a return request."""

from datetime import datetime, timedelta

from django.conf import settings

from orders.models import PAID_IN_CASH
from orders.payment_methods import TRANSFERRED_TO_SELLER
from payments import sdk

CONFIRM_WITHIN = timedelta(hours=24)  # how soon a seller should confirm an order that is paid, or payable in cash
ANSWER_WITHIN = timedelta(hours=24)  # how soon a seller should answer a return request
# A failed payment may be repeated, each time with a whole window. The total is limited: the goods stay reserved.
WINDOWS = 4  # of settings.PAYMENT_MINUTES after placing: one hour with windows of 15 minutes
_SHORTEST = timedelta(minutes=5)  # a bank's payment page takes at least this long


def payment_deadline(method: str, bank: sdk.BankAccount | None, placed_at: datetime) -> datetime | None:
    """The deadline of the payment of a new order; None for cash. `bank` is the seller's account.

    Without a bank feed the seller must look into the account. Then the deadline is the one for confirming an order.
    """
    if method in PAID_IN_CASH:
        return None
    if method in TRANSFERRED_TO_SELLER and not (bank and bank.has_feed):
        return placed_at + CONFIRM_WITHIN
    return placed_at + timedelta(minutes=settings.PAYMENT_MINUTES)


def next_deadline(placed_at: datetime, now: datetime) -> datetime | None:
    """The deadline of another attempt that begins now; None when the total time to pay is used up."""
    last = placed_at + WINDOWS * timedelta(minutes=settings.PAYMENT_MINUTES)
    deadline = min(now + timedelta(minutes=settings.PAYMENT_MINUTES), last)
    return deadline if deadline - now >= _SHORTEST else None
