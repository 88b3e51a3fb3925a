"""A paid order, or a sale at a stall, as others may count it: no buyer in it."""

from dataclasses import dataclass
from datetime import datetime

from orders.models import Order


@dataclass(frozen=True)
class Sale:
    """What was sold, by whom, for how much (đồng, delivery and tax included), how and when it was paid."""

    ref: str  # the order's code, or the receipt's number
    seller_id: int
    method: str  # PaymentMethod or PosMethod
    total: int
    paid_at: datetime
    is_declared: bool  # that it was paid is the seller's own word
    is_sample: bool


def sale_of(order_id: str) -> Sale | None:
    """The sale of an order, or None for one that is unknown or was never paid (one statement)."""
    fields = ("code", "seller_id", "payment_method", "total", "paid_at", "paid_declared", "is_sample")
    row = Order.objects.filter(pk=order_id, paid_at__isnull=False).values_list(*fields).first()
    return None if row is None else Sale(*row)
