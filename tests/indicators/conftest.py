"""Paid orders and their events, as `orders` publishes them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from cooperatives.models import Seller
from core import clock
from core.models import Event
from core.outbox import publish
from indicators.definitions.services.load_definitions import load_definitions
from orders.models import ChargeStatus, Checkout, Order, OrderStatus
from shipping.models import Carrier, ShippingMethod
from tests.factories import make_seller


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


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 3, tzinfo=UTC)


@pytest.fixture
def market(units, sell) -> dict[str, Order]:
    """October: cash 50. November: cashless 200 and 100, cash 100; a neighbour's cash 40; a seller without a sale."""
    early = _at(1, 1)
    first = make_seller(unit=units["30076"], old_unit=units["30121"], name="HTX mẫu A")
    second = make_seller(unit=units["30076"], name="Hộ mẫu B")
    neighbour = make_seller(unit=units["30112"])
    unsold = make_seller(unit=units["30076"])
    Seller.objects.filter(pk__in=[first.pk, second.pk, neighbour.pk]).update(created_at=early)
    Seller.objects.filter(pk=unsold.pk).update(created_at=_at(11, 20))
    return {
        "october": sell(first, total=50_000, method="cash", paid_at=_at(10, 3)),
        "big": sell(first, total=200_000, paid_at=_at(11, 2)),
        "small": sell(second, total=100_000, paid_at=_at(11, 3)),
        "cash": sell(first, total=100_000, method="cash", paid_at=_at(11, 4)),
        "neighbour": sell(neighbour, total=40_000, method="cash", paid_at=_at(11, 5)),
    }
