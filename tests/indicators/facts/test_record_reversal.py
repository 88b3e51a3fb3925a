"""A refunded order reverses its sale once, in the month of the refund, also if that event arrives first."""

from datetime import UTC, date, datetime

import pytest

from core import clock
from core.models import Delivery
from core.outbox import deliver
from indicators.models import Fact
from orders.models import ChargeStatus, Order, OrderStatus
from tests.factories import make_seller
from tests.indicators.conftest import complete_refund, make_order, publish_order_event

pytestmark = pytest.mark.django_db


def test_reversal_mirrors_the_sale_in_the_month_of_the_refund(sell, refund) -> None:
    order = sell(make_seller(), total=90_000, paid_at=datetime(2026, 1, 5, tzinfo=UTC))
    refund(order)
    refund(order)

    sale, reversal = Fact.objects.order_by("id")
    assert (reversal.kind, reversal.order_ref, reversal.amount) == ("reversal", order.code, -90_000)
    assert (reversal.seller, reversal.unit, reversal.cashless) == (sale.seller, sale.unit, sale.cashless)
    assert (f"{sale.month}", reversal.month) == ("2026-01-01", clock.month_of(clock.now()))


def test_unpaid_order_has_no_reversal(refund) -> None:
    refund(make_order(make_seller()))

    assert not Fact.objects.exists()


def test_requested_refund_is_no_reversal(sell, run_events) -> None:
    order = sell(make_seller())
    Order.objects.filter(pk=order.pk).update(status=OrderStatus.CANCELED, charge_status=ChargeStatus.REFUNDING)
    publish_order_event("order.refund_requested", order)
    run_events()

    assert list(Fact.objects.values_list("kind", "amount")) == [("sale", 100_000)]


def test_late_event_counts_in_the_month_of_the_refund(sell, run_events) -> None:
    order = sell(make_seller(), paid_at=datetime(2026, 1, 5, tzinfo=UTC))
    complete_refund(order, at=datetime(2026, 1, 31, 16, 59, 59, tzinfo=UTC))
    publish_order_event("order.refund_completed", order)
    run_events()

    assert Fact.objects.filter(kind="reversal").values_list("month", flat=True).get() == date(2026, 1, 1)


def test_refund_delivered_before_its_sale_is_retried(run_events) -> None:
    order = make_order(make_seller())
    complete_refund(order)
    paid, refunded = publish_order_event("order.paid", order), publish_order_event("order.refund_completed", order)

    deliver(refunded.pk)
    assert not Fact.objects.exists()
    assert "SaleNotYetRecordedError" in Delivery.objects.get(event=refunded).last_error

    deliver(paid.pk)
    deliver(refunded.pk)
    assert sorted(Fact.objects.values_list("kind", "amount")) == [("reversal", -100_000), ("sale", 100_000)]
