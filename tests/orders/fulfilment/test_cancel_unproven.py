"""Unproven cash orders are cancelled after 24 hours and their stock is released."""

from datetime import timedelta

import pytest

from core import clock
from orders.checkout.limits import Client
from orders.fulfilment.jobs import cancel_due
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.confirm_phone import confirm_phone
from orders.models import Order
from tests.integrity import mismatches
from tests.market import Market
from tests.orders.helpers import history, place, published_orders, ready_cart, state, stock


@pytest.fixture
def unproven(market: Market) -> Order:
    checkout_id = ready_cart([(market.mango, 2)], method="cash")
    return place(checkout_id, client=Client(ip="203.0.113.1")).orders[0]


def a_day_later(order: Order) -> None:
    Order.objects.filter(pk=order.pk, prove_by__isnull=False).update(prove_by=clock.now() - timedelta(seconds=1))


def test_deadline_is_24_hours(unproven: Order) -> None:
    assert unproven.prove_by
    assert timedelta(hours=23, minutes=59) < unproven.prove_by - clock.now() <= timedelta(hours=24)


def test_order_before_its_deadline_is_kept(market: Market, unproven: Order) -> None:
    assert (cancel_due(), state(unproven), stock(market.mango)) == (0, ("UNCONFIRMED", "NONE"), (10, 2))


def test_overdue_order_is_canceled_once_and_its_goods_released(market: Market, unproven: Order) -> None:
    a_day_later(unproven)
    assert (cancel_due(), cancel_due()) == (1, 0)
    assert (state(unproven), stock(market.mango)) == (("CANCELED", "NONE"), (10, 0))
    assert (history(unproven), published_orders("order.canceled")) == (
        ["placed", "canceled_unproven"],
        [str(unproven.pk)],
    )
    assert mismatches("orders", "catalog") == []


@pytest.mark.parametrize("answer", [confirm_order, confirm_phone])
def test_order_confirmed_by_its_seller_is_kept(market: Market, unproven: Order, answer) -> None:
    answer(order_id=unproven.pk, actor=market.manager)
    a_day_later(unproven)
    assert (cancel_due(), stock(market.mango)) == (0, (10, 2))


def test_failing_order_does_not_stop_the_others(market: Market, unproven: Order, monkeypatch) -> None:
    other = place(ready_cart([(market.mango, 1)], method="cash"), client=Client(ip="203.0.113.2")).orders[0]
    for order in (unproven, other):
        a_day_later(order)
    from orders.fulfilment import jobs

    def failing(*, order_id: object) -> bool:
        if order_id == unproven.pk:
            raise RuntimeError("a fault")
        return real(order_id=order_id)

    real = jobs.cancel_unproven
    monkeypatch.setattr(jobs, "cancel_unproven", failing)
    assert (cancel_due(), state(other)[0], state(unproven)[0]) == (1, "CANCELED", "UNCONFIRMED")
