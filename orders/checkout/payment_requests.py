"""Which payments the orders of a checkout wait for, and asking for them.

VNPay takes one payment for all orders into the platform's hand. By VietQR each seller is paid straight: a payment an
order, collected by its seller, of which nothing is ever owed.
"""

from collections.abc import Sequence
from datetime import datetime

from core.identifiers import new_id
from orders.models import Order, PaymentAllocation, PaymentMethod
from payments import sdk


def payment_groups(orders: Sequence[Order]) -> list[list[Order]]:
    """A checkout's orders in the groups that one payment pays for; none where cash is due."""
    method = orders[0].payment_method
    if method == PaymentMethod.VNPAY:
        return [list(orders)]
    return [[order] for order in orders] if method == PaymentMethod.VIETQR else []


def request_payment(orders: Sequence[Order], payees: dict[int, str], deadline: datetime) -> None:
    """One payment for these orders, and each one's share of it. `payees`: acct_… by seller.

    What the gateway, /v1 and its events show of it names a random group, neither the checkout nor an order: who reads
    money learns nothing that opens a buyer's page.
    """
    first, straight = orders[0], orders[0].payment_method == PaymentMethod.VIETQR
    group = new_id("group")
    intent = sdk.payment_intents.create(
        amount=sum(order.total for order in orders),
        payment_method_type=first.payment_method,
        account=payees[first.seller_id] if straight else None,
        transfer_group=group,
        reference=first.code if straight else "",
        expires_at=deadline,
        description=f"Thanh toan don hang {group.removeprefix('group_')}",
        idempotency_key=f"order:{first.pk}" if straight else f"checkout:{first.checkout_id}",
    )
    PaymentAllocation.objects.bulk_create(
        PaymentAllocation(intent_id=intent.id, order=order, amount=order.total) for order in orders
    )
