"""The name under which catalog keeps an order's goods aside."""

from uuid import UUID

from orders.models import Order


def holder_ref(order: Order | UUID | str) -> str:
    """ "order:6f1c…": the holder of an order's goods."""
    return f"order:{order.pk if isinstance(order, Order) else order}"
