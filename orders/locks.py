"""Every row lock of the room. Across rooms: orders first, then catalog (sellers in id order), then payments."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.locks import to_sell
from catalog.models import Variant
from core.compiled_queries import compiled_query
from core.errors import DomainError, NotFound
from core.locks import lock_row, lock_rows
from orders.identifiers import read_uuid
from orders.models import Checkout, CheckoutLine, Order, PosSale, Return, ReturnState


def lock_checkout(checkout_id: UUID | str) -> Checkout:
    """The checkout with its address, locked. Raises NotFound."""
    checkout = lock_row(Checkout.objects.filter(pk=read_uuid(checkout_id)).select_related("shipping_address"))
    if checkout is None:
        raise NotFound(_("Không tìm thấy giỏ hàng này."))
    return checkout


def lock_open_checkout(checkout_id: UUID | str) -> Checkout:
    """The checkout, locked, that can still be changed. Raises NotFound, or DomainError CHECKOUT_PLACED."""
    checkout = lock_checkout(checkout_id)
    if checkout.placed_at is not None:
        raise DomainError(_("Giỏ hàng này đã đặt xong, không sửa được nữa."), code="CHECKOUT_PLACED")
    return checkout


def lock_goods(checkout: Checkout) -> None:
    """Lock the variants of a locked checkout, before what is sold is read."""
    _goods(checkout.pk)


_goods = compiled_query(
    lambda pk: to_sell(Variant.objects.filter(pk__in=CheckoutLine.objects.filter(checkout=pk).values("variant"))), UUID
)


def lock_order(order_id: UUID | str) -> Order:
    """The order with its seller, locked. Raises NotFound."""
    order = lock_row(Order.objects.filter(pk=read_uuid(order_id)).select_related("seller"))
    if order is None:
        raise NotFound(_("Không tìm thấy đơn hàng này."))
    return order


def lock_order_among_its_own(order_id: UUID | str) -> tuple[Order, list[Order]]:
    """The order and all orders of its checkout, locked. Raises NotFound.

    Use this if the whole payment may follow: locking another order of the checkout later would break the lock order.
    """
    checkout_id = Order.objects.filter(pk=read_uuid(order_id)).values_list("checkout_id", flat=True).first()
    orders = lock_orders_of_checkout(checkout_id) if checkout_id else []
    for order in orders:
        if order.pk == read_uuid(order_id):
            return order, orders
    raise NotFound(_("Không tìm thấy đơn hàng này."))


def lock_orders_of_checkout(checkout_id: UUID | str) -> list[Order]:
    """The orders of a checkout, locked by primary key, then in seller order: the order in which catalog is entered.

    Each has its checkout, its seller, and its share of the payment where it has one.
    """
    orders = Order.objects.filter(checkout_id=checkout_id).select_related("checkout", "seller", "allocation")
    return _in_seller_order(lock_rows(orders))


def lock_orders_of_intent(intent_id: str) -> list[Order]:
    """The orders that one payment pays for, locked likewise, each with its share."""
    return _in_seller_order(
        lock_rows(Order.objects.filter(allocation__intent_id=intent_id).select_related("seller", "allocation"))
    )


def _in_seller_order(orders: list[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: order.seller_id)


def lock_sale(sale_id: UUID | str) -> PosSale:
    """The sale with its seller, locked. Raises NotFound."""
    sale = lock_row(PosSale.objects.filter(pk=read_uuid(sale_id)).select_related("seller"))
    if sale is None:
        raise NotFound(_("Không tìm thấy lần bán này."))
    return sale


def lock_sale_of_intent(intent_id: str) -> PosSale | None:
    """The sale that a payment pays for, locked likewise; None where it pays for none."""
    return lock_row(PosSale.objects.filter(intent_id=intent_id).select_related("seller"))


def lock_return(return_id: UUID | str) -> tuple[Order, Return]:
    """The return, with its order (and seller) locked. Raises NotFound."""
    order_id = Return.objects.filter(pk=read_uuid(return_id)).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(_("Không tìm thấy đề nghị hoàn tiền này."))
    order = lock_order(order_id)
    returned = Return.objects.get(pk=read_uuid(return_id))
    returned.order = order
    return order, returned


def lock_accepted_returns(intent_id: str) -> list[Return]:
    """The accepted returns of a payment, with their orders locked."""
    waiting = Return.objects.filter(intent_id=intent_id, state=ReturnState.ACCEPTED)
    orders = {order.pk: order for order in lock_rows(Order.objects.filter(pk__in=waiting.values("order")))}
    accepted = list(waiting.filter(order__in=orders).order_by("order_id"))
    for returned in accepted:
        returned.order = orders[returned.order_id]
    return accepted
