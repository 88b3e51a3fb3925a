"""An order of three cartons of mangoes, paid by VNPay and fulfilled."""

import pytest

from orders.models import Order
from tests.market import Market


@pytest.fixture
def delivered_database() -> None:
    """The database of the market that also contains the order."""


@pytest.fixture
def order(delivered_database: None, market: Market) -> Order:
    return Order.objects.get()
