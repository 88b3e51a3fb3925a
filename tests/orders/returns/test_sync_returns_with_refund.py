"""A return is refunded when its refund succeeded, in any order and number of events."""

import pytest

from core.models import Delivery
from orders.returns.services.sync_returns_with_refund import sync_returns_with_refund
from payments.refunds.services.retry_refund import retry_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer
from tests.orders.helpers import history, published_orders
from tests.orders.returns.helpers import charge, make_opened_return, settle_refund, stored_state
from tests.payments.helpers import make_attempt
from tests.payments.refunds.helpers import all_is_well, steer

pytestmark = pytest.mark.django_db


def test_refused_refund_is_retried_by_the_operator(market, order, run_events) -> None:
    returned = make_opened_return(order, market.manager, 1)
    refund = settle_refund(returned, run_events, "refuse")
    assert (refund.status, stored_state(returned), charge(order)) == ("failed", "accepted", ("REFUNDING", 0))
    all_is_well()

    again = retry_refund(refund_id=refund.pk, actor=make_officer("operator"), note="Thử lại")
    run_events()
    steer(txn_ref=refund.attempt.reference, refund="success")
    send_refund(refund_id=again.pk)
    run_events()

    assert (stored_state(returned), returned.refund_id, charge(order)) == (
        "done",
        again.pk,
        ("PARTLY_REFUNDED", 120_000),
    )
    assert again.reference == f"{order.code}-T1/2"
    all_is_well()


@pytest.mark.parametrize("play", ["silent", "processing", "unreachable", "bad_signature"])
def test_unfinished_refund_keeps_the_return_accepted(market, order, run_events, play) -> None:
    returned = make_opened_return(order, market.manager, 1)
    settle_refund(returned, run_events, play)
    assert (stored_state(returned), charge(order)) == ("accepted", ("REFUNDING", 0))
    all_is_well()


def test_repeated_event_changes_nothing(market, order, run_events) -> None:
    returned = make_opened_return(order, market.manager, 1)
    settle_refund(returned, run_events)
    before = history(order)
    Delivery.objects.filter(handler__startswith="orders.").update(done_at=None)
    run_events()
    sync_returns_with_refund(intent_id=order.allocation.intent_id)
    assert (history(order), charge(order)) == (before, ("PARTLY_REFUNDED", 120_000))
    assert published_orders("order.refund_completed") == [str(order.pk)]
    all_is_well()


def test_payment_without_returns_is_ignored() -> None:
    sync_returns_with_refund(intent_id=make_attempt().intent_id)
    assert published_orders("order.refund_completed") == []
