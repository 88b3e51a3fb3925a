"""Voiding in real threads: twice at once, and while the sale's event is being handled."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.db import connections

from core.models import Delivery, Event
from core.outbox import deliver_due
from indicators.models import Fact
from orders.models import PosSale
from orders.pos.services.record_sale import record_sale
from orders.pos.services.void_sale import void_sale
from payments.models import Refund
from tests.events import deliver_all
from tests.integrity import mismatches
from tests.market import Market
from tests.market import make as make_market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


@pytest.fixture
def market(units) -> Market:
    return make_market()


def at_once(*calls) -> list:
    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def sold(market: Market) -> PosSale:
    return record_sale(
        seller_id=market.cooperative.pk, amount=50_000, method="cash", form_key=uuid4(), actor=market.manager
    )  # fmt: skip


def voiding(sale: PosSale, market: Market) -> partial[PosSale]:
    return partial(void_sale, sale_id=sale.pk, why="Ghi nhầm", actor=market.manager)


def settle() -> None:
    """Deliver every event, including those that arrived before their sale."""
    while Delivery.objects.filter(done_at=None).exists():
        Delivery.objects.filter(done_at=None).update(next_try_at="2026-01-01T00:00:00Z")
        deliver_all()


def all_is_well() -> None:
    assert mismatches("orders", "payments", "indicators") == []


def test_eight_concurrent_voids_refund_once(market) -> None:
    sale = sold(market)

    voided = at_once(*[voiding(sale, market)] * 8)

    assert {one.status for one in voided} == {"voided"}
    assert len({one.voided_at for one in voided}) == 1
    settle()
    assert (Refund.objects.count(), Event.objects.filter(type="pos_sale.voided").count()) == (1, 1)
    assert sorted(Fact.objects.values_list("kind", "amount")) == [("reversal", -50_000), ("sale", 50_000)]
    all_is_well()


def test_void_during_delivery_of_the_sale_leaves_both_facts(market) -> None:
    for _round in range(5):
        sale = sold(market)

        at_once(deliver_due, voiding(sale, market), deliver_due)

        settle()
        assert sorted(Fact.objects.filter(order_ref=sale.code).values_list("kind", "amount")) == [
            ("reversal", -50_000), ("sale", 50_000),
        ]  # fmt: skip
    all_is_well()
