"""The buyer's path for tests: from a cart to a paid order, with VNPay's signed calls."""

import itertools
import os
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser

from accounts.models import AuditEntry
from catalog.models import Variant
from cooperatives.models import Seller
from core.errors import DomainError
from core.models import Event
from orders.checkout.limits import Client
from orders.checkout.placing import Placed
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.services.accept_policy import accept_policy
from orders.checkout.services.add_lines import add_lines
from orders.checkout.services.choose_delivery import choose_delivery
from orders.checkout.services.choose_payment import choose_payment
from orders.checkout.services.create_checkout import create_checkout
from orders.checkout.services.place_order import place_order
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact
from orders.checkout.services.start_payment import start_payment
from orders.models import CheckoutLine, Order, OrderHistory
from payments import sdk
from payments.models import Attempt, JournalEntry
from places.models import Unit
from shipping.models import Carrier, ShippingMethod
from tests.payments.helpers import message

BUYER = {"buyer_name": "Nguyễn Thị Hoa", "phone": "0912 345 678", "email": "", "note": ""}
PHONE = "0912345678"
_keys = itertools.count(1)


def cart(lines: Iterable[tuple[Variant, int]], **fields: object) -> UUID:
    """A checkout with these goods and nothing else."""
    checkout = create_checkout(**fields)
    add_lines(checkout_id=checkout.pk, lines=[(variant.pk, quantity) for variant, quantity in lines])
    return checkout.pk


def ready_cart(lines: Iterable[tuple[Variant, int]], *, method: str = "vnpay", **fields: object) -> UUID:
    """A checkout that can be placed: delivered to Mỹ Thọ, or picked up from every seller for cash."""
    lines = list(lines)
    checkout_id = cart(lines, **fields)
    set_contact(checkout_id=checkout_id, **BUYER)
    if method == "cash":
        for seller in {variant.product.seller for variant, _quantity in lines}:
            choose_delivery(checkout_id=checkout_id, seller_id=seller.pk, method_id=pickup_of(seller).pk)
    else:
        unit = Unit.objects.get(code="30076", valid_to=None)
        set_address(checkout_id=checkout_id, name="Nguyễn Thị Hoa", phone=PHONE, street="12 Lê Lai", unit_id=unit.pk)
    choose_payment(checkout_id=checkout_id, method=method)
    accept_policy(checkout_id=checkout_id, version=POLICY_VERSION)
    return checkout_id


def show_account(seller: Seller, *, feed: str = "") -> sdk.BankAccount:
    """A bank account of the seller for direct payments; with a feed ("sepay") transfers are reported."""
    bank = sdk.bank_accounts.open(
        account=seller.payee_ref, bin="970436", number=f"00710{seller.pk:06d}", holder="NGUOI BAN THU"
    )
    if feed:
        sdk.bank_feeds.add(
            account=seller.payee_ref, bank_account=bank.id, kind=feed, secrets={"key": "khoa-thu-nghiem"}
        )
    return bank


def place(checkout_id: UUID, expected_total: int | None = None, *, client: Client | None = None) -> Placed:
    """The orders of the checkout, placed by an unknown `client` or by the system."""
    key = f"place-{os.getpid()}-{next(_keys)}"  # in a market from a template, units were loaded by another process
    return place_order(checkout_id=checkout_id, expected_total=expected_total, idempotency_key=key, client=client)


def start(checkout_id: UUID) -> Attempt:
    """Start the payment at VNPay; returns the new or still open attempt."""
    start_payment(checkout_id=checkout_id, return_url="https://cho.vn/ve", ip="113.160.92.202")
    intent_id = Order.objects.filter(checkout_id=checkout_id).values_list("allocation__intent_id", flat=True)[0]
    return Attempt.objects.filter(intent_id=intent_id).latest("pk")


def ipn(attempt: Attempt, response: str = "00", status: str | None = None) -> str:
    """VNPay's IPN to the real address; returns our RspCode."""
    return Browser().get("/payments/vnpay/ipn", message(attempt, response, status)).json()["RspCode"]


def pickup_of(seller: Seller) -> ShippingMethod:
    return ShippingMethod.objects.get(seller=seller, carrier=Carrier.PICKUP, is_active=True)


def stock(variant: Variant) -> tuple[int, int]:
    """(on hand, reserved) in the database."""
    return Variant.objects.values_list("on_hand", "reserved").get(pk=variant.pk)


def published_orders(kind: str) -> list[str]:
    """The order ids in the events of this type, in order."""
    return [event.payload["order_id"] for event in Event.objects.filter(type=kind).order_by("pk")]


def history(order: Order) -> list[str]:
    return list(OrderHistory.objects.filter(order=order).values_list("what", flat=True))


def reread(order: Order) -> Order:
    return Order.objects.select_related("allocation", "seller").get(pk=order.pk)


def state(order: Order) -> tuple[str, str]:
    """(status, charge) in the database."""
    return Order.objects.values_list("status", "charge_status").get(pk=order.pk)


def lines(checkout_id: object) -> dict[int, int]:
    """The lines of a cart: {variant id: quantity}."""
    return dict(CheckoutLine.objects.filter(checkout=checkout_id).values_list("variant_id", "quantity"))


def refusal(run: Callable[..., object], **arguments: object) -> DomainError:
    """The error with which a service refuses."""
    with pytest.raises(DomainError) as caught:
        run(**arguments)
    return caught.value


def refused_transition(run: Callable[..., object], **arguments: object) -> DomainError:
    """The error with which a service refuses a transition; orders, stock, money, events and audit log are unchanged."""

    def everything() -> tuple[object, ...]:
        counted = (OrderHistory, Event, AuditEntry, JournalEntry)
        orders = Order.objects.order_by("pk").values_list("status", "charge_status")
        goods = Variant.objects.order_by("pk").values_list("on_hand", "reserved")
        return (*(model.objects.count() for model in counted), *orders, *goods)

    before = everything()
    error = refusal(run, **arguments)
    assert everything() == before
    return error


def paid_order(market: Any, run_events: Callable[[], int], **fields: object) -> Order:
    """The cooperative's order of one carton of mangoes, paid by VNPay."""
    checkout_id = ready_cart([(market.mango, 1)], **fields)
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    return order
