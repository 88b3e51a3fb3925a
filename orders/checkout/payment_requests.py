"""The payments that the orders of a checkout wait for.

Where the platform collects, one payment pays all orders. Where the seller collects, each order has a payment of its
own, and the platform owes the seller nothing for it.
"""

from collections.abc import Sequence
from datetime import datetime

from core.identifiers import new_id
from orders.models import Order, PaymentAllocation
from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER
from payments import sdk


def payment_groups(orders: Sequence[Order]) -> list[list[Order]]:
    """A checkout's orders in the groups that one payment pays for; none where cash is due."""
    method = orders[0].payment_method
    if method in COLLECTED_BY_PLATFORM:
        return [list(orders)]
    return [[order] for order in orders] if method in TRANSFERRED_TO_SELLER else []


def request_payment(orders: Sequence[Order], payees: dict[int, str], deadline: datetime) -> None:
    """One payment for these orders, and each one's share of it. `payees`: acct_… by seller.

    The gateway, /v1 and its events show a random group, neither the checkout nor an order. Someone who can read
    payments gets no identifier that opens a buyer's page.
    """
    first, paid_to_seller = orders[0], orders[0].payment_method in TRANSFERRED_TO_SELLER
    group = new_id("group")
    intent = sdk.payment_intents.create(
        amount=sum(order.total for order in orders),
        payment_method_type=first.payment_method,
        account=payees[first.seller_id] if paid_to_seller else None,
        transfer_group=group,
        reference=first.code if paid_to_seller else "",
        expires_at=deadline,
        description=f"Thanh toan don hang {group.removeprefix('group_')}",
        idempotency_key=None,  # the record of the placing covers it; an order has one allocation
    )
    PaymentAllocation.objects.bulk_create(
        PaymentAllocation(intent_id=intent.id, order=order, amount=order.total) for order in orders
    )
