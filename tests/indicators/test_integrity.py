"""`verify` reports no problem on valid data, and names the order otherwise."""

import pytest

from indicators import integrity
from indicators.models import Fact, FactKind
from orders.models import Order
from tests.factories import make_seller
from tests.indicators.conftest import make_order, publish_order_event

pytestmark = pytest.mark.django_db
CHECKS = [
    integrity.facts_equal_paid_orders,
    integrity.each_fact_has_its_event,
    integrity.figures_equal_their_rows,
]


def test_consistent_facts_have_no_mismatch(sell, refund) -> None:
    seller = make_seller()
    sell(seller)
    sell(seller, method="cash")
    refund(sell(make_seller()))

    assert [check().problems for check in CHECKS] == [[], [], []]
    assert integrity.facts_equal_paid_orders().checked == 4


def test_pending_event_is_no_mismatch_and_a_lost_one_is(run_events) -> None:
    order = make_order(make_seller())
    publish_order_event("order.paid", order)
    assert integrity.facts_equal_paid_orders().problems == []

    silent = make_order(make_seller())
    assert integrity.facts_equal_paid_orders().problems == [f"paid order {silent.code} has no fact"]


def test_fact_of_another_sum_is_reported(sell) -> None:
    order = sell(make_seller())
    Order.objects.filter(pk=order.pk).update(goods_total=1, total=1)

    assert integrity.facts_equal_paid_orders().problems == [f"fact of {order.code} says 100000, the order 1"]


def test_fact_without_an_order_is_reported(sell) -> None:
    sell(make_seller())
    fact = Fact.objects.get()
    fact.pk, fact.event_id, fact.order_ref, fact.kind = None, fact.event_id + 1_000, "NONE-NONE-NO", FactKind.SALE
    fact.save(force_insert=True)

    assert integrity.facts_equal_paid_orders().problems == ["fact of NONE-NONE-NO has no paid order"]
    assert integrity.each_fact_has_its_event().problems == [
        f"sale NONE-NONE-NO: event {fact.event_id} is of another kind or order"
    ]
