"""The same IPN a hundred times, sixteen at once, while the buyer returns and workers deliver: one sale an order."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from core.models import Delivery
from core.outbox import deliver_due
from indicators.models import Fact
from orders.models import Order
from payments.callbacks.payment_return import read_return
from payments.models import JournalEntry
from tests.integrity import mismatches
from tests.orders.helpers import history, ipn, place, published_orders, ready_cart, start, stock
from tests.payments.helpers import message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]
CALLS, AT_ONCE = 100, 16


def by_many(*calls) -> list:
    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_repeated_ipn_makes_one_capture_and_one_sale_per_order(market) -> None:
    checkout_id = ready_cart([(market.mango, 2), (market.lotus, 1)])
    placed = place(checkout_id)
    attempt = start(checkout_id)
    params = message(attempt)

    def send_ipn() -> str:
        return Client().get("/payments/vnpay/ipn", params).json()["RspCode"]

    calls: list[Callable[[], Any]] = [send_ipn] * CALLS
    for position in range(10, CALLS, 10):
        calls[position:position] = [lambda: read_return("vnpay", params).signature_ok, deliver_due]
    read_return("vnpay", params)
    answers = Counter(answer for answer in by_many(*calls) if isinstance(answer, str))
    read_return("vnpay", params)
    assert ipn(attempt) == "02"
    while deliver_due():
        pass

    assert answers == {"00": 1, "02": CALLS - 1}
    assert JournalEntry.objects.filter(reason="capture").count() == 1
    assert sorted(published_orders("order.paid")) == sorted(str(order.pk) for order in placed.orders)
    assert set(Order.objects.values_list("status", "charge_status")) == {("UNCONFIRMED", "FULL")}
    assert [history(order) for order in placed.orders] == [["placed", "paid"]] * 2
    assert (stock(market.mango), stock(market.lotus)) == ((8, 0), (4, 0))
    assert Fact.objects.count() == 2
    assert not Delivery.objects.filter(done_at=None).exists()
    assert mismatches() == []
