"""Identifiers of orders: UUIDs from outside, order codes, and the name of an order's stock reservation."""

from uuid import UUID

from core.identifiers import new_order_code
from orders.models import Order

CODE_ONCE = "orders_order_code_key"
NO_ROW = UUID(int=0)  # the primary key of no row


def read_uuid(value: UUID | str) -> UUID:
    """The primary key of a checkout or an order. A malformed value gives NO_ROW, which a query does not find."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except ValueError:
        return NO_ROW


def new_order_codes(count: int) -> list[str]:
    """`count` different codes.

    A code has 50 random bits. Where an order has it already, the unique constraint `CODE_ONCE` refuses this one.
    """
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_order_code())
    return sorted(codes)


def holder_ref(order: Order | UUID | str) -> str:
    """The holder of an order's stock reservation in catalog: "order:6f1c…"."""
    return f"order:{order.pk if isinstance(order, Order) else order}"
