"""The market, and an order in each state."""

import pytest

from orders.models import Order
from tests.market import Market, find
from tests.orders.helpers import place, ready_cart


@pytest.fixture
def market(market_database: None, db: None) -> Market:
    return find()


@pytest.fixture
def paid(paid_database: None, market: Market) -> Order:
    """The cooperative's order of two cartons of mangoes, paid by VNPay."""
    return Order.objects.get()


@pytest.fixture
def cash(market: Market) -> Order:
    """The cooperative's order of two cartons of mangoes, to be paid in cash."""
    return place(ready_cart([(market.mango, 2)], method="cash")).orders[0]
