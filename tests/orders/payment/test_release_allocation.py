"""After the return window the seller's money becomes available for payout."""

from datetime import datetime, timedelta

import pytest
import time_machine

from core import clock
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from orders.payment import jobs
from orders.payment.services.release_allocation import release_allocation
from orders.returns.window import return_window_end, window_over
from payments import sdk
from tests.integrity import mismatches
from tests.orders.helpers import paid_order, reread

START = datetime(2026, 11, 2, 9, tzinfo=clock.VIETNAM)


@pytest.fixture
def clocked():
    with time_machine.travel(START) as traveller:
        yield traveller


@pytest.fixture
def done(clocked, market, run_events) -> Order:
    """An order of 120.000 đ plus shipping, fulfilled two days after it was placed."""
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    clocked.shift(timedelta(days=2))
    fulfill_order(order_id=order.pk, actor=market.manager)
    return reread(order)


def owed(order: Order) -> tuple[int, int]:
    held = sdk.balances.of(order.seller.payee_ref)
    return held.pending, held.available


def due() -> list[str]:
    return list(Order.objects.filter(window_over(clock.now())).values_list("code", flat=True))


def test_allocation_is_kept_until_the_return_window_ends(done, clocked):
    ends = return_window_end(done)
    assert ends == datetime.combine(done.arrives_to, datetime.min.time(), tzinfo=clock.VIETNAM) + timedelta(days=8)
    clocked.move_to(ends - timedelta(seconds=1))

    assert due() == []
    assert release_allocation(order_id=done.pk) is False
    assert jobs.release_due() == 0
    assert owed(done) == (done.total, 0)
    assert reread(done).allocation.released_at is None


def test_allocation_is_released_when_the_return_window_ends(done, clocked):
    clocked.move_to(return_window_end(done))

    assert due() == [done.code]
    assert jobs.release_due() == 1
    assert owed(done) == (0, done.total)
    assert reread(done).allocation.released_at is not None
    assert mismatches() == []


def test_allocation_is_released_once(done, clocked):
    clocked.move_to(return_window_end(done))

    assert [release_allocation(order_id=done.pk) for _ in range(2)] == [True, False]
    assert jobs.release_due() == 0
    assert owed(done) == (0, done.total)


def test_order_in_review_is_not_released(done, clocked):
    clocked.move_to(return_window_end(done))
    Order.objects.update(needs_review=True)

    assert (release_allocation(order_id=done.pk), jobs.release_due()) == (False, 0)
    assert owed(done) == (done.total, 0)


def test_refunded_order_is_not_released(done, clocked):
    clocked.move_to(return_window_end(done))
    Order.objects.update(charge_status="REFUNDING")

    assert (release_allocation(order_id=done.pk), jobs.release_due()) == (False, 0)


def test_unfulfilled_order_is_not_released(clocked, market, run_events):
    order = paid_order(market, run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    clocked.shift(timedelta(days=60))

    assert (release_allocation(order_id=order.pk), jobs.release_due()) == (False, 0)
    assert return_window_end(reread(order)) is None
    cancel_order(order_id=order.pk, actor=market.manager, reason="other")
    assert owed(order) == (0, 0)


def test_cash_order_has_no_allocation_to_release(clocked, market, cash):
    confirm_order(order_id=cash.pk, actor=market.manager)
    fulfill_order(order_id=cash.pk, actor=market.manager, cash_received=True)
    clocked.shift(timedelta(days=60))

    assert (release_allocation(order_id=cash.pk), jobs.release_due()) == (False, 0)


def test_failing_order_does_not_stop_the_others(done, clocked, market, run_events, monkeypatch, caplog):
    other = paid_order(market, run_events)
    confirm_order(order_id=other.pk, actor=market.manager)
    fulfill_order(order_id=other.pk, actor=market.manager)
    clocked.shift(timedelta(days=60))
    first = done.pk

    def fail_first(*, order_id):
        if order_id == first:
            raise RuntimeError("no")
        return release_allocation(order_id=order_id)

    monkeypatch.setattr(jobs, "release_allocation", fail_first)
    assert jobs.release_due() == 1
    assert "its money could not be released" in caplog.text
    monkeypatch.undo()
    assert jobs.release_due() == 1


def test_release_job_is_registered_with_the_worker():
    from orders import jobs as worker_jobs

    assert worker_jobs.__name__ == "orders.jobs"
    assert "orders.release_allocations" in jobs.app.tasks
