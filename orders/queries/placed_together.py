"""The orders that were placed together: those of one checkout, those that one payment pays for."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from orders.models import PAID_AHEAD, ChargeStatus, Order, OrderStatus


def orders_of_checkout(checkout_id: UUID) -> list[Order]:
    """In seller order (one statement); none where it was not placed."""
    return list(Order.objects.filter(checkout_id=checkout_id).order_by("seller_id"))


def orders_awaiting_payment(codes: Collection[str], user_id: int | None) -> list[Order]:
    """Of these codes and of the user's own, those that wait for money, the latest first (one statement)."""
    unpaid = Order.objects.filter(
        payment_method__in=PAID_AHEAD,
        status=OrderStatus.UNCONFIRMED,
        charge_status=ChargeStatus.NONE,
        needs_review=False,
    )
    whose = Q(code__in=codes) if user_id is None else Q(code__in=codes) | Q(user_id=user_id)
    return list(unpaid.filter(whose).order_by("-created_at", "seller_id"))


def orders_paid_by(intent_id: str) -> list[Order]:
    """In seller order (one statement); none where the payment is not one of orders."""
    return list(Order.objects.filter(allocation__intent_id=intent_id).order_by("seller_id"))
