"""Until when goods may be kept aside for a buyer who is paying, and how often that may begin anew."""

from datetime import datetime, timedelta

from django.conf import settings

from orders.checkout.fetch import SellerGroup
from orders.deadlines import CONFIRM_WITHIN
from orders.models import PAID_IN_CASH, PaymentMethod

# A failed payment may be tried again, each time with a whole window; but who only ever tries keeps goods from others.
WINDOWS = 4  # of settings.PAYMENT_MINUTES from placing on: an hour, where a window is 15 minutes
_SHORTEST = timedelta(minutes=5)  # no bank's page is filled in in less


def deadline_of(method: str, parcels: SellerGroup, placed_at: datetime) -> datetime | None:
    """When a payment that begins with the order must have ended; None where cash is due.

    Where no feed of the bank tells of transfers, the seller looks: as soon as an order is to be answered.
    """
    if method in PAID_IN_CASH:
        return None
    if method == PaymentMethod.VIETQR and not (parcels.bank and parcels.bank.has_feed):
        return placed_at + CONFIRM_WITHIN
    return placed_at + timedelta(minutes=settings.PAYMENT_MINUTES)


def next_deadline(placed_at: datetime, now: datetime) -> datetime | None:
    """The deadline of another try that begins now; None where the order's time to be paid is used up."""
    last = placed_at + WINDOWS * timedelta(minutes=settings.PAYMENT_MINUTES)
    deadline = min(now + timedelta(minutes=settings.PAYMENT_MINUTES), last)
    return deadline if deadline - now >= _SHORTEST else None
