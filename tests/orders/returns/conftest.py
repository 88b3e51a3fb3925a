"""An order of three cartons of mangoes, paid by VNPay and handed over."""

import pytest

from orders.models import Order
from tests.orders.returns.helpers import delivered


@pytest.fixture
def order(market, run_events) -> Order:
    return delivered(market, run_events)
