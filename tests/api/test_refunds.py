"""Refunded amounts of a delivered order in the API."""

import pytest

from tests.api.conftest import Ask
from tests.market import make as make_market
from tests.orders.returns.helpers import delivered, make_opened_return, settle_refund

pytestmark = pytest.mark.django_db
ORDER = """query ($number: String!, $phone: String!) { order(number: $number, phone: $phone) {
  status chargeStatus isPaid totalRefunded { gross { amount } } } }"""


def test_order_shows_its_refund_states(ask: Ask, run_events) -> None:
    market = make_market()
    order = delivered(market, run_events)

    def refund_state() -> tuple[str, str, bool, float]:
        found = ask(ORDER, number=order.code, phone=order.phone)["order"]
        return found["status"], found["chargeStatus"], found["isPaid"], found["totalRefunded"]["gross"]["amount"]

    assert refund_state() == ("FULFILLED", "FULL", True, 0)
    returned = make_opened_return(order, market.manager, 1)
    assert refund_state() == ("FULFILLED", "REFUNDING", False, 0)
    settle_refund(returned, run_events)
    assert refund_state() == ("FULFILLED", "PARTLY_REFUNDED", True, 120_000)
    settle_refund(make_opened_return(order, market.manager, 2, with_delivery=True), run_events)
    assert refund_state() == ("FULFILLED", "REFUNDED", False, order.total)
