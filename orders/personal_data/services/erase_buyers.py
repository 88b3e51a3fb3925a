"""Orders that say what was sold, when and for how much, and no longer to whom."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, QuerySet

from cooperatives.models import Seller
from core.locks import lock_rows
from orders.models import OPEN_RETURN, ChargeStatus, Checkout, Order, OrderStatus, PaymentAllocation, Return
from payments import sdk
from places.models import Address

ERASED_NAME = "Người mua"
_OVER = (OrderStatus.FULFILLED, OrderStatus.CANCELED, OrderStatus.EXPIRED)


def closed_orders(orders: "QuerySet[Order]") -> "QuerySet[Order]":
    """Those with which nothing is going on: ended, no money on its way back, no return open, nothing in review."""
    with_open_return = Return.objects.filter(state__in=OPEN_RETURN).values("order")
    settled = orders.filter(status__in=_OVER, needs_review=False).exclude(charge_status=ChargeStatus.REFUNDING)
    return settled.exclude(pk__in=with_open_return)


def erase_buyers(order_ids: Collection[UUID], checkout_ids: Collection[UUID] = ()) -> dict[str, int]:
    """Pseudonymise these orders, their carts and other carts, with addresses, words of returns and payers' addresses.

    In the caller's transaction; the orders are locked. Figures, money, goods and history stay as they are. The caller
    knows that the orders are `over`. How many rows changed, by table.
    """
    orders = lock_rows(Order.objects.filter(pk__in=order_ids))
    placed = {order.checkout_id for order in orders}
    carts = _without_other_orders(Checkout.objects.filter(pk__in={*checkout_ids, *placed}), order_ids)
    addresses = {order.shipping_address_id for order in orders}
    addresses |= set(carts.values_list("shipping_address_id", flat=True))
    returns = Return.objects.filter(order__in=order_ids).exclude(words="", answer="")
    intents = PaymentAllocation.objects.filter(order__in=order_ids).values_list("intent_id", flat=True)
    changed = {
        "orders.Checkout": _erase_carts(carts),
        "orders.Order": _erase_orders(Order.objects.filter(pk__in=order_ids)),
        "orders.Return": returns.update(words="", answer=""),
        "places.Address": erase_addresses(Address.objects.filter(pk__in=[pk for pk in addresses if pk])),
        "payments.Attempt": sdk.payment_intents.erase_payer_data(list(intents)),
    }
    return {table: rows for table, rows in changed.items() if rows}


def erase_addresses(addresses: "QuerySet[Address]") -> int:
    """Leave the commune of addresses, which prices and figures need.

    A seller's own, shown by law, stays, and so does one to which goods are still to be brought.
    """
    named = Order.objects.filter(shipping_address__in=addresses)
    open_orders = named.exclude(pk__in=closed_orders(named).values("pk"))
    fresh = addresses.exclude(pk__in=Seller.objects.values("address")).exclude(name=ERASED_NAME, phone="", street="")
    return fresh.exclude(pk__in=open_orders.values("shipping_address")).update(name=ERASED_NAME, phone="", street="")


def _without_other_orders(carts: "QuerySet[Checkout]", order_ids: Collection[UUID]) -> "QuerySet[Checkout]":
    """Without the carts some of whose orders still need their buyer."""
    return carts.exclude(pk__in=Order.objects.exclude(pk__in=order_ids).exclude(phone="").values("checkout"))


def _erase_orders(orders: "QuerySet[Order]") -> int:
    fresh = orders.exclude(buyer_name=ERASED_NAME, phone="", email="", note="")
    return fresh.update(buyer_name=ERASED_NAME, phone="", email="", note="")


def _erase_carts(carts: "QuerySet[Checkout]") -> int:
    """An open cart loses its address, too: it may be placed again when its buyer says where to."""
    ids = list(carts.values_list("pk", flat=True))
    mine = Checkout.objects.filter(pk__in=ids)
    mine.filter(placed_at=None).update(shipping_address=None, updated_at=F("updated_at"))
    fresh = mine.exclude(buyer_name="", phone="", email="", note="")
    return fresh.update(buyer_name="", phone="", email="", note="", updated_at=F("updated_at"))
