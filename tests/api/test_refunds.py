"""Refunded amounts of a delivered order in the API."""

import pytest

from tests.api.conftest import Ask
from tests.market import make as make_market
from tests.orders.returns.helpers import delivered, give, send_back

pytestmark = pytest.mark.django_db
ORDER = """query ($number: String!, $phone: String!) { order(number: $number, phone: $phone) {
  status chargeStatus isPaid totalRefunded { gross { amount } } } }"""


def test_order_shows_its_refund_states(ask: Ask, run_events) -> None:
    market = make_market()
    order = delivered(market, run_events)

    def told() -> tuple[str, str, bool, float]:
        found = ask(ORDER, number=order.code, phone=order.phone)["order"]
        return found["status"], found["chargeStatus"], found["isPaid"], found["totalRefunded"]["gross"]["amount"]

    assert told() == ("FULFILLED", "FULL", True, 0)
    returned = give(order, market.manager, 1)
    assert told() == ("FULFILLED", "REFUNDING", False, 0)
    send_back(returned, run_events)
    assert told() == ("FULFILLED", "PARTLY_REFUNDED", True, 120_000)
    send_back(give(order, market.manager, 2, with_delivery=True), run_events)
    assert told() == ("FULFILLED", "REFUNDED", False, order.total)
