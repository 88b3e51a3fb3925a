"""Placing in real threads: the last goods of two sellers, and one checkout placed several times at once."""

from functools import partial

import pytest

from core.errors import DomainError
from core.models import IdempotentAnswer
from orders.checkout.services.place_order import Placed, place_order
from orders.models import Order
from payments.models import PaymentIntent
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import place, ready_cart, stock
from tests.parallel import at_once

pytestmark = pytest.mark.threads


@pytest.fixture
def crowd(transactional_db: None) -> Market:
    return make_market()


def test_the_last_goods_of_two_sellers_are_sold_once(crowd: Market) -> None:
    carts = [ready_cart([(crowd.mango, 1), (crowd.lotus, 1)]) for _number in range(12)]
    outcomes = at_once([partial(place, checkout_id) for checkout_id in carts])
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
    assert codes == ["INSUFFICIENT_STOCK"] * 7
    assert sum(isinstance(outcome, Placed) for outcome in outcomes) == 5
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 5), (5, 5))
    assert (Order.objects.count(), PaymentIntent.objects.count(), IdempotentAnswer.objects.count()) == (10, 5, 5)


def test_one_checkout_placed_at_once_makes_its_orders_once(crowd: Market) -> None:
    checkout_id = ready_cart([(crowd.mango, 1), (crowd.lotus, 2)])
    call = partial(place_order, checkout_id=checkout_id, expected_total=None, idempotency_key="one press", client=None)
    outcomes = at_once([call] * 8)
    assert {tuple(order.pk for order in placed.orders) for placed in outcomes} == {
        tuple(Order.objects.order_by("seller_id").values_list("pk", flat=True))
    }
    assert (Order.objects.count(), PaymentIntent.objects.count(), IdempotentAnswer.objects.count()) == (2, 1, 1)
    assert (stock(crowd.mango), stock(crowd.lotus)) == ((10, 1), (5, 2))
