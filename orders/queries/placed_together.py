"""The orders that were placed together: those of one checkout, those that one payment pays for."""

from uuid import UUID

from orders.models import Order


def orders_of_checkout(checkout_id: UUID) -> list[Order]:
    """In seller order (one statement); none where it was not placed."""
    return list(Order.objects.filter(checkout_id=checkout_id).order_by("seller_id"))


def orders_paid_by(intent_id: str) -> list[Order]:
    """In seller order (one statement); none where the payment is not one of orders."""
    return list(Order.objects.filter(share__intent_id=intent_id).order_by("seller_id"))
