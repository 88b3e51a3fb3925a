"""The return window by dated rule. The seller's money is held until it ends."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from core import clock
from orders.models import Order
from shipping.models import Carrier


@dataclass(frozen=True)
class ReturnWindow:
    """The time in which a buyer may request a return, as the policy page promises it.

    An order keeps the window that was promised on the day it was placed.
    """

    effective_from: date
    days: int  # goods that keep
    fresh_hours: int  # fresh goods
    basis: str


# Oldest first. Whoever changes one adds a row here, the words of the page and POLICY_VERSION.
RETURN_WINDOWS = (
    ReturnWindow(date(2026, 1, 1), days=7, fresh_hours=24, basis="Chính sách đổi trả 2026-11, mục “Khi nào được đổi”"),
)


def return_window(day: date) -> ReturnWindow:
    """The window promised to orders placed on a day (Việt Nam's)."""
    promised = [window for window in RETURN_WINDOWS if window.effective_from <= day]
    return promised[-1] if promised else RETURN_WINDOWS[0]


def window_end(*, placed_at: datetime, fulfilled_at: datetime, arrives_to: date, carrier: str) -> datetime:
    """The deadline for a return request, and so the time at which the seller's money is released.

    Counted from fulfilment at pickup; with delivery not before the end of the promised day of arrival, since no carrier
    reports it.
    """
    received = fulfilled_at
    if carrier != Carrier.PICKUP:
        received = max(received, datetime.combine(arrives_to + timedelta(days=1), time(), tzinfo=clock.VIETNAM))
    return received + timedelta(days=return_window(clock.local(placed_at).date()).days)


def return_window_end(order: Order) -> datetime | None:
    """When the return window of an order ends; None before fulfilment."""
    if order.fulfilled_at is None:
        return None
    return window_end(
        placed_at=order.created_at,
        fulfilled_at=order.fulfilled_at,
        arrives_to=order.arrives_to,
        carrier=order.shipping_carrier,
    )


def window_over(now: datetime) -> Q:
    """The fulfilled orders whose return window has ended: the same rule in SQL."""
    over = Q(pk__in=[])
    for window, later in zip(RETURN_WINDOWS, (*RETURN_WINDOWS[1:], None), strict=True):
        until = now - timedelta(days=window.days)
        received = Q(fulfilled_at__lte=until)
        arrived = Q(shipping_carrier=Carrier.PICKUP) | Q(arrives_to__lt=clock.local(until).date())
        placed = Q() if window is RETURN_WINDOWS[0] else Q(created_at__gte=_start(window))
        over |= received & arrived & (placed & Q(created_at__lt=_start(later)) if later else placed)
    return over


def _start(window: ReturnWindow) -> datetime:
    return datetime.combine(window.effective_from, time(), tzinfo=clock.VIETNAM)
