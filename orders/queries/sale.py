"""A paid order as others may count it: no buyer in it."""

from dataclasses import dataclass
from datetime import datetime

from orders.models import Order


@dataclass(frozen=True)
class Sale:
    """What was sold, by whom, for how much (đồng, delivery and tax included), how and when it was paid."""

    order_id: str
    code: str
    seller_id: int
    method: str  # orders.PaymentMethod
    total: int
    paid_at: datetime
    is_sample: bool


def sale_of(order_id: str) -> Sale | None:
    """The sale of an order, or None for one that is unknown or was never paid (one statement)."""
    fields = ("code", "seller_id", "payment_method", "total", "paid_at", "is_sample")
    row = Order.objects.filter(pk=order_id, paid_at__isnull=False).values_list(*fields).first()
    return None if row is None else Sale(str(order_id), *row)
