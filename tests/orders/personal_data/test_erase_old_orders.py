"""Personal data of an order is erased three years after its end, unless a process of it is still open."""

from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from orders.models import ChargeStatus, Checkout, Order, OrderHistory, OrderStatus
from orders.personal_data.services.erase_buyers import ERASED_NAME
from orders.personal_data.services.erase_old_orders import erase_old_orders
from places.models import Address
from tests.integrity import mismatches
from tests.market import Market
from tests.orders.helpers import PHONE


def age(order: Order, days: int, **state: object) -> None:
    """Move all dates of the order back by so many days."""
    then = clock.now() - timedelta(days=days)
    Order.objects.filter(pk=order.pk).update(created_at=then, **state)
    with connection.cursor() as cursor:  # its trigger forbids updates
        cursor.execute("ALTER TABLE orders_orderhistory DISABLE TRIGGER USER")
        OrderHistory.objects.filter(order=order).update(at=then)
        cursor.execute("ALTER TABLE orders_orderhistory ENABLE TRIGGER USER")


ENDED = {"status": OrderStatus.CANCELED, "charge_status": ChargeStatus.REFUNDED}


def test_personal_data_of_an_order_after_three_years_is_erased(paid: Order) -> None:
    before = mismatches()
    age(paid, 3 * 366 + 1, **ENDED)
    assert erase_old_orders() == 1
    paid.refresh_from_db()
    assert (paid.buyer_name, paid.phone, paid.total) == (ERASED_NAME, "", paid.goods_total + paid.shipping_total)
    assert Checkout.objects.get().phone == ""
    assert not Address.objects.filter(phone=PHONE).exists()
    assert erase_old_orders() == 0
    assert before == []


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (3 * 365, ENDED),
        (2_000, {"status": OrderStatus.UNFULFILLED}),
        (2_000, {"status": OrderStatus.CANCELED, "charge_status": ChargeStatus.REFUNDING}),
        (2_000, ENDED | {"needs_review": True}),
    ],
)
def test_younger_or_open_order_is_kept(paid: Order, days: int, state: dict[str, object]) -> None:
    age(paid, days, **state)
    assert erase_old_orders() == 0
    assert Order.objects.get().phone == PHONE


def test_late_return_restarts_the_retention(paid: Order, market: Market) -> None:
    age(paid, 2_000, **ENDED)
    OrderHistory.objects.create(order=paid, what="refunded", actor=market.manager)
    assert erase_old_orders() == 0
