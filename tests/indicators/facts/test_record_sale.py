"""A paid order becomes one fact, however often its event is delivered."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from core.models import Event
from indicators.facts.services.record_sale import record_sale
from indicators.models import Fact
from orders.models import Order
from tests.factories import make_seller, make_units
from tests.indicators.conftest import make_order, publish_order_event

pytestmark = pytest.mark.django_db


def test_fact_has_the_current_and_former_commune(sell) -> None:
    units = make_units()
    seller = make_seller(unit=units["30076"], old_unit=units["30121"])
    order = sell(seller, total=245_000, paid_at=datetime(2026, 10, 31, 17, 30, tzinfo=UTC))

    fact = Fact.objects.get()
    assert (fact.kind, fact.order_ref, fact.amount) == ("sale", order.code, 245_000)
    assert (fact.unit_id, fact.old_unit_id) == (units["30076"].pk, units["30121"].pk)
    assert (fact.method, fact.cashless, fact.channel, fact.is_sample) == ("vnpay", True, "online", False)
    assert f"{fact.month}" == "2026-11-01"  # 00:30 on the first, in Việt Nam
    assert Event.objects.get(pk=fact.event_id).type == "order.paid"


def test_cash_sale_is_counted_as_not_cashless(sell) -> None:
    sell(make_seller(), method="cash")

    assert Fact.objects.values_list("method", "cashless").get() == ("cash", False)


def test_sample_seller_has_sample_facts(sell) -> None:
    sell(make_seller(is_sample=True))

    assert Fact.objects.get().is_sample


def test_repeated_events_of_an_order_change_nothing(sell, run_events) -> None:
    order = sell(make_seller())
    first = Fact.objects.get()
    publish_order_event("order.paid", order)
    run_events()

    assert record_sale(order_id=str(order.pk), event_id=first.event_id) is False
    assert Fact.objects.get() == first


def test_unpaid_order_is_no_sale() -> None:
    order = make_order(make_seller())
    Order.objects.filter(pk=order.pk).update(paid_at=None, charge_status="NONE")

    assert record_sale(order_id=str(order.pk), event_id=1) is False
    assert not Fact.objects.exists()


@pytest.mark.parametrize("change", [lambda facts: facts.update(amount=1), lambda facts: facts.delete()])
def test_database_refuses_changed_facts(sell, change) -> None:
    sell(make_seller())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(Fact.objects.all())
    assert Fact.objects.get().amount == 100_000
