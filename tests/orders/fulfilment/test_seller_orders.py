"""A seller's lists and today's tasks."""

from datetime import timedelta

import time_machine

from core import clock
from orders.fulfilment.queries.seller_orders import seller_counts, seller_orders, seller_tasks
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order
from tests.orders.helpers import paid_order, place, ready_cart


def test_orders_are_listed_under_their_tabs(market, run_events, django_assert_num_queries) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=30)):
        old = paid_order(market, run_events)
    new = paid_order(market, run_events)
    taken = paid_order(market, run_events)
    confirm_order(order_id=taken.pk, actor=market.manager)
    gone = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    cancel_by_buyer(order_id=gone.pk)
    place(ready_cart([(market.mango, 1)]))  # unpaid: not shown to the seller

    def tab(name: str) -> list[Order]:
        return [entry.order for entry in seller_orders(market.cooperative, name)]

    assert tab("to_confirm") == [old, new]
    assert tab("to_fulfill") == [taken]
    assert tab("done") == []
    assert tab("canceled") == [gone]
    assert tab("all") == [gone, taken, new, old]
    assert [e.order for e in seller_orders(market.cooperative, "all", after=taken.created_at, limit=1)] == [new]
    assert [entry.is_overdue for entry in seller_orders(market.cooperative)] == [True, False]
    assert seller_counts(market.cooperative) == {
        "to_declare": 0,
        "to_confirm": 2,
        "to_fulfill": 1,
        "to_answer": 0,
        "to_refund_manually": 0,
        "done": 0,
        "canceled": 1,
        "all": 4,
    }
    assert seller_orders(market.household, "all") == []
    with django_assert_num_queries(2):
        seller_orders(market.cooperative, "all")
    with django_assert_num_queries(3):
        tasks = seller_tasks(market.cooperative)
    assert tasks.counts == {
        "to_declare": 0,
        "to_confirm": 2,
        "to_fulfill": 1,
        "to_answer": 0,
        "to_refund_manually": 0,
    }
    assert (tasks.count, tasks.overdue_count) == (3, 1)
    assert (tasks.orders_today, tasks.paid_today) == (2, 270_000)
    assert [entry.order for entry in tasks.to_confirm] == [old, new]
