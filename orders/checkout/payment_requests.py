"""The payments that the orders of a checkout wait for.

Where the platform collects, one payment pays all orders. Where the seller collects, each order has a payment of its
own, and the platform owes the seller nothing for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.errors import DomainError
from core.identifiers import new_id
from core.rows import Batch
from orders.models import Order, PaymentAllocation
from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER
from payments import sdk


def payment_groups(orders: Sequence[Order]) -> list[list[Order]]:
    """A checkout's orders in the groups that one payment pays for; none where cash is due."""
    method = orders[0].payment_method
    if method in COLLECTED_BY_PLATFORM:
        return [list(orders)]
    return [[order] for order in orders] if method in TRANSFERRED_TO_SELLER else []


@dataclass(frozen=True)
class Start:
    """That a payment is to be started with the placing, and for whom."""

    ip: str
    return_url: str = ""  # where the provider sends the buyer back; "" its own return address
    locale: str = "vn"


@dataclass(frozen=True)
class Requested:
    """A payment that orders wait for, with each one's share of it."""

    allocations: list[PaymentAllocation]  # not stored yet
    redirect_url: str | None = None  # the provider's page, where it was started and has one
    refusal: DomainError | None = None  # why it was not started; the orders stand, and it may be started later

    @property
    def intent_id(self) -> str:
        return self.allocations[0].intent_id


def request_payment(
    orders: Sequence[Order], payees: dict[int, str], deadline: datetime, start: Start | None, batch: Batch
) -> Requested:
    """One payment for these orders, started by the batch if `start` is given. The caller stores each one's share of it.

    `payees`: acct_… by seller.

    The gateway, /v1 and its events show a random group, neither the checkout nor an order. Someone who can read
    payments gets no identifier that opens a buyer's page.
    """
    first, paid_to_seller = orders[0], orders[0].payment_method in TRANSFERRED_TO_SELLER
    group = new_id("group")
    arguments: dict[str, Any] = {
        "amount": sum(order.total for order in orders),
        "payment_method_type": first.payment_method,
        "account": payees[first.seller_id] if paid_to_seller else None,
        "transfer_group": group,
        "reference": first.code if paid_to_seller else "",
        "expires_at": deadline,
        "description": f"Thanh toan don hang {group.removeprefix('group_')}",
    }
    # The record of the placing covers both calls; an order has one allocation.
    if start is None:
        intent_id, url, refusal = sdk.payment_intents.create(**arguments, idempotency_key=None).id, None, None
    else:
        started = sdk.payment_intents.create_and_confirm(batch, **arguments, **vars(start))
        intent_id, url, refusal = started.id, started.redirect_url, started.refusal
    allocations = [PaymentAllocation(intent_id=intent_id, order=order, amount=order.total) for order in orders]
    return Requested(allocations, url, refusal)
