"""Sales of buyers: a checkout that is ready to be placed, and an order in each status."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from catalog.models import Variant
from orders.checkout.limits import Client
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.accept_policy import accept_policy
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.choose_delivery import choose_delivery
from orders.checkout.services.choose_payment import choose_payment
from orders.checkout.services.create_checkout import create_checkout
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import CheckoutLine, Order
from orders.payment.services.mark_as_paid import mark_as_paid
from places.models import Unit
from shipping.models import Carrier, ShippingMethod
from tests.events import deliver_all
from tests.orders.helpers import ipn, pickup_of, place, start
from tests.orders.returns.helpers import make_requested_return


@dataclass(frozen=True)
class Buyer:
    """The buyer of the orders: data that others must not read."""

    name: str
    phone: str
    street: str

    @property
    def secrets(self) -> list[str]:
        return [self.name, self.phone, f"{self.phone[:4]} {self.phone[4:7]} {self.phone[7:]}", self.street]


SOLD = ("paid", "packed", "delivered", "asked", "cash", "waiting", "transfer", "owed")
GUESTS = ("paid", "delivered", "asked", "cash", "waiting")


def make_order(kind: str, goods: Variant, seller: User, buyer: Buyer, unit: Unit, user: User | None) -> dict[str, Any]:
    """An order in one status."""
    method = {"cash": "cash", "transfer": "vietqr", "owed": "vietqr"}.get(kind, "vnpay")
    checkout_id = _checkout(goods, buyer, unit, user, method)
    order = place(checkout_id, client=Client(ip="113.160.92.202") if kind == "cash" else None).orders[0]
    deeds: dict[str, Any] = {"order_id": order.pk, "actor": seller}
    reference = ""
    if method != "cash":
        attempt = start(checkout_id)
        reference = attempt.reference
        if method == "vnpay" and kind != "waiting":
            assert ipn(attempt) == "00"
            deliver_all()
    if kind == "owed":
        mark_as_paid(**deeds)
        cancel_order(**deeds, reason="other")
    if kind in ("packed", "delivered", "asked"):
        confirm_order(**deeds)
    if kind in ("delivered", "asked"):
        fulfill_order(**deeds)
        deliver_all()
    requested = make_requested_return(order) if kind == "asked" else None
    line = order.lines.get()
    intent = Order.objects.values_list("allocation__intent_id", flat=True).get(pk=order.pk)
    return {
        "format": "svg", "code": order.code, "order_id": str(order.pk), "checkout": str(checkout_id),
        "line": str(line.pk), "price": line.unit_price, "return": str(requested.pk) if requested else "",
        "intent_id": intent, "reference": reference,
    }  # fmt: skip


def make_cart(goods: Variant, buyer: Buyer, unit: Unit, user: User | None) -> dict[str, Any]:
    """A checkout that is ready to be placed."""
    pk = _checkout(goods, buyer, unit, user, "vnpay")
    methods = ShippingMethod.objects.filter(seller=goods.product.seller_id, is_active=True)
    return {
        "checkout": str(pk), "variant_id": goods.pk, "line": CheckoutLine.objects.get(checkout=pk).pk,
        "method_id": methods.exclude(carrier=Carrier.PICKUP).earliest("pk").pk,
    }  # fmt: skip


def _checkout(goods: Variant, buyer: Buyer, unit: Unit, user: User | None, method: str) -> UUID:
    pk = create_checkout(user=user).pk
    add_lines(checkout_id=pk, lines=[(goods.pk, 1)])
    set_contact(checkout_id=pk, buyer_name=buyer.name, phone=buyer.phone)
    if method == "cash":
        choose_delivery(checkout_id=pk, seller_id=goods.product.seller_id, method_id=pickup_of(goods.product.seller).pk)
    else:
        set_address(checkout_id=pk, name=buyer.name, phone=buyer.phone, street=buyer.street, unit_id=unit.pk)
    choose_payment(checkout_id=pk, method=method)
    accept_policy(checkout_id=pk, version=POLICY_VERSION)
    return pk
