"""Refunds across a month's end: a sale is reversed in the month in which the refund succeeded, never before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from core.models import Delivery
from indicators.models import Fact
from orders.fulfilment.services.cancel_order import cancel_order
from orders.models import Order
from orders.payment.services.confirm_manual_refund import confirm_manual_refund
from payments.models import Refund
from payments.refunds.services.retry_refund import retry_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer
from tests.integrity import mismatches
from tests.orders.helpers import place, published_orders, ready_cart, show_account, start
from tests.orders.returns.helpers import delivered, make_opened_return, settle_refund
from tests.payments.refunds.helpers import steer

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
PAID = datetime(2026, 11, 29, 3, tzinfo=UTC)
LAST_SECOND = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)  # of November in Việt Nam
NEXT_MONTH = datetime(2026, 12, 2, 3, tzinfo=UTC)


@pytest.fixture
def clocked() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(PAID, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sold(clocked, market, run_events) -> Order:
    """Two cartons of mangoes, paid by VNPay in November."""
    checkout_id = ready_cart([(market.mango, 2)])
    order = place(checkout_id).orders[0]
    steer(txn_ref=start(checkout_id).reference, outcome="success")
    run_events()
    return order


def online() -> dict[date, int]:
    """Sales less refunds of each month, in đồng."""
    sums: dict[date, int] = {}
    for month, amount in Fact.objects.values_list("month", "amount"):
        sums[month] = sums.get(month, 0) + amount
    return sums


def disagreements() -> list[dict[str, object]]:
    """Problems that `verify` finds in orders and figures."""
    return mismatches("orders", "indicators")


def cancel(order: Order, run_events) -> Refund:
    cancel_order(order_id=order.pk, actor=make_officer("operator"), reason="out_of_stock")
    run_events()
    return Refund.objects.get(reference=order.code)


def test_canceled_order_counts_until_its_refund_completes(sold, clocked, run_events) -> None:
    clocked.move_to(LAST_SECOND)
    refund = cancel(sold, run_events)
    assert (published_orders("order.refund_requested"), published_orders("order.refund_completed")) == (
        [str(sold.pk)],
        [],
    )
    assert (online(), disagreements()) == ({NOVEMBER: sold.total}, [])

    clocked.move_to(NEXT_MONTH)
    send_refund(refund_id=refund.pk)
    run_events()

    assert published_orders("order.refund_requested") == published_orders("order.refund_completed") == [str(sold.pk)]
    assert Order.objects.get(pk=sold.pk).refunded_at == NEXT_MONTH
    assert (online(), disagreements()) == ({NOVEMBER: sold.total, DECEMBER: -sold.total}, [])


def test_reversal_has_the_time_of_the_refund_not_of_its_event(sold, clocked, run_events) -> None:
    refund = cancel(sold, run_events)
    clocked.move_to(LAST_SECOND)
    send_refund(refund_id=refund.pk)
    clocked.move_to(NEXT_MONTH)
    run_events()

    assert Order.objects.get(pk=sold.pk).refunded_at == LAST_SECOND
    assert (online(), disagreements()) == ({NOVEMBER: 0}, [])


def test_a_failed_refund_counts_when_its_retry_succeeds(sold, clocked, run_events) -> None:
    refund = cancel(sold, run_events)
    steer(txn_ref=refund.attempt.reference, refund="refuse")
    send_refund(refund_id=refund.pk)
    run_events()
    assert (online(), disagreements()) == ({NOVEMBER: sold.total}, [])

    clocked.move_to(NEXT_MONTH)
    again = retry_refund(refund_id=refund.pk, actor=make_officer("operator"), note="Ngân hàng báo thử lại")
    steer(txn_ref=refund.attempt.reference, refund="success")
    send_refund(refund_id=again.pk)
    run_events()

    assert published_orders("order.refund_completed") == [str(sold.pk)]
    assert (online(), disagreements()) == ({NOVEMBER: sold.total, DECEMBER: -sold.total}, [])


def test_a_manual_refund_counts_when_the_seller_confirms_it(market, clocked, run_events) -> None:
    show_account(market.cooperative)
    order = delivered(market, run_events, method="vietqr", mangoes=1)
    returned = make_opened_return(order, market.manager, 1)
    run_events()
    assert online() == {NOVEMBER: order.total}

    clocked.move_to(NEXT_MONTH)
    confirm_manual_refund(order_id=order.pk, proof="FT26336000999", actor=market.manager)
    run_events()

    returned.refresh_from_db()
    assert (returned.state, returned.ended_at) == ("done", NEXT_MONTH)
    assert online() == {NOVEMBER: order.total, DECEMBER: -returned.amount}
    assert disagreements() == []


def test_returned_parts_count_each_in_its_own_month(market, clocked, run_events) -> None:
    order = delivered(market, run_events)
    clocked.move_to(LAST_SECOND)
    settle_refund(make_opened_return(order, market.manager, 1), run_events)
    second = make_opened_return(order, market.manager, 2, with_delivery=True)
    run_events()
    assert (online(), disagreements()) == ({NOVEMBER: order.total - 120_000}, [])

    clocked.move_to(NEXT_MONTH)
    settle_refund(second, run_events)

    assert published_orders("order.refund_completed") == [str(order.pk)] * 2
    assert Order.objects.get(pk=order.pk).refunded_at == NEXT_MONTH
    kinds = list(Fact.objects.order_by("pk").values_list("kind", "month"))
    assert kinds == [("sale", NOVEMBER), ("partial", NOVEMBER), ("reversal", DECEMBER)]
    assert (online(), disagreements()) == ({NOVEMBER: order.total - 120_000, DECEMBER: 120_000 - order.total}, [])


def test_verify_names_a_reversal_in_another_month(sold, clocked, run_events) -> None:
    refund = cancel(sold, run_events)
    send_refund(refund_id=refund.pk)
    run_events()
    Order.objects.filter(pk=sold.pk).update(refunded_at=NEXT_MONTH)

    problems = [problem for result in disagreements() for problem in result["details"]]
    assert problems == [f"facts take {sold.code} back in 11/2026, its buyer had the money in 12/2026"]


def test_events_handled_again_add_no_fact(sold, clocked, run_events) -> None:
    refund = cancel(sold, run_events)
    clocked.move_to(NEXT_MONTH)
    send_refund(refund_id=refund.pk)
    run_events()
    Delivery.objects.filter(handler__startswith="indicators.").update(done_at=None)
    run_events()

    assert online() == {NOVEMBER: sold.total, DECEMBER: -sold.total}
