"""A refund of a delivered order reduces the figures: part by part, the last one with the sale."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from core.models import Delivery, Event
from core.outbox import deliver, publish
from indicators.areas import everywhere
from indicators.figures import queries as figures
from indicators.models import Fact
from orders.models import Order, Return
from tests.factories import make_seller
from tests.indicators.conftest import make_order, publish_order_event

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 3, tzinfo=UTC)


def back(order: Order, amount: int, *, number: int = 1, state: str = "done") -> Return:
    """A refunded return of the order."""
    return Return.objects.create(
        order=order, number=number, state=state, reason="damaged", requested_by="seller", form_key=uuid4(),
        goods_total=amount, amount=amount, answered_at=DECEMBER, intent_id="pi_1", refund_id="re_1",
        ended_at=DECEMBER if state == "done" else None,
    )  # fmt: skip


def publish_refund(returned: Return) -> Event:
    with transaction.atomic():
        payload = {"order_id": str(returned.order_id), "return_id": str(returned.pk)}
        return publish("order.refund_completed", payload)


def facts() -> list[tuple[str, int, str]]:
    return [(kind, n, f"{month:%Y-%m}") for kind, n, month in Fact.objects.order_by("pk").values_list(
        "kind", "amount", "month"
    )]  # fmt: skip


def sums(month: datetime) -> tuple[int, int]:
    """(number of sales, amount) of a month."""
    sums = figures.sums_by(figures.facts_of(everywhere()).filter(month=f"{month:%Y-%m-01}"), "month")
    row = next(iter(sums.values()), {"cashless_count_d": 0, "online_value_n": 0})
    return row["cashless_count_d"], row["online_value_n"]


def test_partial_refunds_count_in_their_month_and_the_last_completes_the_reversal(sell, run_events) -> None:
    order = sell(make_seller(), total=90_000, paid_at=datetime(2026, 11, 5, tzinfo=UTC))
    publish_refund(back(order, 30_000))
    run_events()
    assert facts() == [("sale", 90_000, "2026-11"), ("partial", -30_000, "2026-12")]
    assert (sums(datetime(2026, 11, 1, tzinfo=UTC)), sums(DECEMBER)) == ((1, 90_000), (0, -30_000))

    publish_refund(back(order, 60_000, number=2))
    run_events()
    assert facts()[2] == ("reversal", -60_000, "2026-12")
    assert sums(DECEMBER) == (-1, -90_000)


def test_return_refund_delivered_twice_counts_once(sell, run_events) -> None:
    order = sell(make_seller(), total=90_000)
    publish_refund(back(order, 30_000))
    for _ in range(2):
        run_events()
        Delivery.objects.update(done_at=None)
    assert Fact.objects.filter(kind="partial").count() == 1


def test_two_parts_of_one_order_are_two_facts(sell, run_events) -> None:
    order = sell(make_seller(), total=90_000)
    for number in (1, 2):
        publish_refund(back(order, 30_000, number=number))
    run_events()
    assert list(Fact.objects.filter(kind="partial").values_list("amount", flat=True)) == [-30_000, -30_000]


def test_unfinished_return_is_not_counted(sell, run_events) -> None:
    publish_refund(back(sell(make_seller()), 30_000, state="accepted"))
    run_events()
    assert [fact[0] for fact in facts()] == ["sale"]


def test_return_refund_delivered_before_its_sale_is_retried() -> None:
    order = make_order(make_seller())
    paid, returned = publish_order_event("order.paid", order), publish_refund(back(order, 30_000))

    deliver(returned.pk)
    assert not Fact.objects.exists()
    assert "SaleNotYetRecordedError" in Delivery.objects.get(event=returned).last_error

    deliver(paid.pk)
    deliver(returned.pk)
    assert sorted(Fact.objects.values_list("kind", "amount")) == [("partial", -30_000), ("sale", 100_000)]
