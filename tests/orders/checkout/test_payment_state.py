"""The state of a payment without an event (test_sync_orders_with_payment covers the others)."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from core import clock
from core.errors import NotFound
from orders.checkout.queries.payment_state import payment_state
from tests.orders.helpers import place, ready_cart, start


def test_placed_checkout_is_waiting(market) -> None:
    checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)])
    placed = place(checkout_id)

    state = payment_state(checkout_id)

    assert (state.kind, state.total, state.received, state.attempted, state.can_retry) == (
        "waiting",
        230_000,
        False,
        False,
        True,
    )
    assert (state.is_final, state.paid_total, state.refund_total) == (False, 0, 0)
    assert (state.orders, [part.intent.id for part in state.parts]) == (placed.orders, placed.intent_ids)


def test_started_payment_is_attempted(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)])
    place(checkout_id)
    start(checkout_id)

    assert (payment_state(checkout_id).kind, payment_state(checkout_id).attempted) == ("waiting", True)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert (payment_state(checkout_id).kind, payment_state(checkout_id).can_retry) == ("waiting", False)


def test_cash_checkout_has_no_parts_and_no_deadline(market) -> None:
    checkout_id = ready_cart([(market.mango, 1)], method="cash")
    place(checkout_id)

    state = payment_state(checkout_id)

    assert (state.kind, state.can_retry, state.parts, state.expires_at) == ("cash", False, [], None)


def test_statement_count_does_not_depend_on_the_orders(market, django_assert_num_queries) -> None:
    checkout_id = ready_cart([(market.mango, 1), (market.lotus, 1)])
    place(checkout_id)

    with django_assert_num_queries(3):
        payment_state(checkout_id)


def test_unplaced_checkout_raises_not_found(market) -> None:
    for checkout_id in (ready_cart([(market.mango, 1)]), uuid.uuid4(), "nothing"):
        with pytest.raises(NotFound):
            payment_state(checkout_id)
