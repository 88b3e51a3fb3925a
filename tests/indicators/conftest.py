"""Paid orders and their events, as `orders` publishes them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from cooperatives.models import Seller
from core import clock
from core.models import Event
from core.outbox import publish
from indicators.definitions.services.load_definitions import load_definitions
from orders.models import ChargeStatus, Checkout, Order, OrderStatus
from shipping.models import Carrier, ShippingMethod


@pytest.fixture
def definitions(db: None) -> None:
    load_definitions()


def make_order(
    seller: Seller, *, total: int = 100_000, method: str = "vnpay", paid_at: datetime | None = None
) -> Order:
    """A paid order of a seller, without lines: only its total, method and time matter here."""
    pickup, _created = ShippingMethod.objects.get_or_create(
        seller=seller, carrier=Carrier.PICKUP, name="Nhận tại nơi bán"
    )
    return Order.objects.create(
        checkout=Checkout.objects.create(),
        seller=seller,
        buyer_name="Nguyễn Thị Bưởi",
        phone="0912345678",
        shipping_method=pickup,
        shipping_name=pickup.name,
        shipping_carrier=pickup.carrier,
        arrives_from=clock.today(),
        arrives_to=clock.today(),
        goods_total=total,
        shipping_total=0,
        total=total,
        payment_method=method,
        charge_status=ChargeStatus.FULL,
        paid_at=paid_at or clock.now(),
    )


@pytest.fixture
def sell(run_events: Callable[[], int]) -> Callable[..., Order]:
    """A paid order whose event has been handled."""

    def sell_one(seller: Seller, **fields: object) -> Order:
        order = make_order(seller, **fields)
        publish_order_event("order.paid", order)
        run_events()
        return order

    return sell_one


@pytest.fixture
def refund(run_events: Callable[[], int]) -> Callable[[Order], None]:
    def refund_one(order: Order) -> None:
        complete_refund(order)
        publish_order_event("order.refund_completed", order)
        run_events()

    return refund_one


def complete_refund(order: Order, at: datetime | None = None) -> None:
    """Cancel the order and refund its buyer."""
    Order.objects.filter(pk=order.pk).update(
        status=OrderStatus.CANCELED, charge_status=ChargeStatus.REFUNDED, refunded_at=at or clock.now()
    )


def publish_order_event(event_type: str, order: Order) -> Event:
    with transaction.atomic():
        return publish(event_type, {"order_id": str(order.pk)})
