"""`kill -9` of the worker while it handles an event: its effect is still stored, once."""

import pytest

from core import clock
from core.models import Delivery
from indicators.models import Fact
from orders.models import Order
from payments.models import JournalEntry
from tests.faults.workers import held, kill, until, worker
from tests.integrity import mismatches
from tests.orders.helpers import history, ipn, place, published_orders, ready_cart, start, stock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


@pytest.mark.parametrize(
    ("lock", "killed_before"),
    [
        ("SELECT 1 FROM orders_order FOR UPDATE", "the order is paid"),
        ("LOCK TABLE catalog_variant IN EXCLUSIVE MODE", "the goods are taken"),
        ("LOCK TABLE indicators_fact IN EXCLUSIVE MODE", "the sale is counted"),
    ],
)
def test_figure_is_recorded_once_after_a_killed_worker(market, lock: str, killed_before: str) -> None:
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    attempt = start(checkout_id)

    with held(lock) as is_awaited, worker() as first:
        assert ipn(attempt) == "00"
        until(is_awaited, f"the worker at work before {killed_before}")
        kill(first)
    assert not Fact.objects.exists()

    with worker():
        until(Fact.objects.exists, "the sale among the figures")
        until(lambda: not Delivery.objects.filter(done_at=None).exists(), "every event delivered")

    fact = Fact.objects.get()
    assert (fact.order_ref, fact.kind, fact.amount, fact.cashless) == (order.code, "sale", 255_000, True)
    assert fact.month == clock.month_of(Order.objects.get().paid_at)
    assert (published_orders("order.paid"), history(order)) == ([str(order.pk)], ["placed", "paid"])
    assert stock(market.mango) == (8, 0)
    assert JournalEntry.objects.count() == 1
    assert mismatches() == []
