"""Concurrent acceptances, with a release or another refund of the payment: never more than was paid."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine

from core.errors import DomainError
from core.outbox import deliver_due
from orders.models import Order, Return
from orders.payment.services.release_allocation import release_allocation
from orders.returns.services.accept_return import accept_return
from orders.returns.services.open_return import open_return
from orders.returns.services.request_return import request_return
from orders.returns.window import return_window_end
from payments import sdk
from payments.models import PaymentIntent, Refund
from payments.refunds.services.create_refund import create_refund
from tests.events import deliver_all
from tests.factories import make_officer
from tests.integrity import mismatches
from tests.market import Market
from tests.market import make as make_market
from tests.orders.returns.helpers import delivered, make_requested_return, some
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


@pytest.fixture
def market() -> Market:
    return make_market()


@pytest.fixture
def order(market) -> Order:
    return delivered(market, deliver_all)


def codes(outcomes: list) -> list[str]:
    """The refused calls; no other error occurred."""
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [error for error in errors if not isinstance(error, DomainError)] == []
    return sorted(error.code for error in errors)


def test_one_of_six_concurrent_acceptances_wins(market, order) -> None:
    returned = make_requested_return(order, 2)
    operator = make_officer("operator")
    accept = partial(accept_return, return_id=returned.pk, restock=True)

    refused = codes(at_once([partial(accept, actor=actor) for actor in (market.manager, operator) * 3]))

    assert refused == ["RETURN_ANSWERED"] * 5
    assert Refund.objects.get().amount == 240_000
    market.mango.refresh_from_db()
    assert market.mango.on_hand == 9
    deliver_all()
    assert mismatches() == []


def test_one_of_several_concurrent_returns_is_opened(market, order) -> None:
    """One request succeeds; the others are refused because a return is open."""
    named = {"order_id": order.pk, "quantities": some(order, 2), "with_delivery": True, "reason": "other", "words": ""}
    calls = [partial(request_return, **named, form_key=uuid4()) for _ in range(2)]
    calls += [partial(open_return, **named, form_key=uuid4(), actor=market.manager) for _ in range(3)]

    assert codes(at_once(calls)) == ["INVALID_MOVE"] * 4

    assert Return.objects.count() == 1
    deliver_all()
    assert mismatches() == []


def test_return_concurrent_with_the_release_keeps_the_balance(market, order) -> None:
    """Released first, the seller's balance is reduced; returned first, the allocation is: the seller keeps the same
    rest.
    """
    ends = return_window_end(order)
    assert ends
    arguments = {
        "order_id": order.pk,
        "quantities": some(order, 1),
        "with_delivery": False,
        "reason": "other",
        "words": "",
    }
    with time_machine.travel(ends + timedelta(hours=1)):
        calls = [partial(open_return, **arguments, form_key=uuid4(), actor=market.manager)]
        calls += [partial(release_allocation, order_id=order.pk) for _ in range(3)]
        assert codes(at_once(calls)) == []
        deliver_all()
    held = sdk.balances.of(order.seller.payee_ref)
    assert held.pending + held.available == order.total - 120_000
    assert mismatches() == []


def test_return_concurrent_with_a_refund_never_exceeds_the_payment(market, order) -> None:
    """A refund created through `payments` itself: together never more than was paid."""
    returned = make_requested_return(order, 3, with_delivery=True)
    intent_id = order.allocation.intent_id
    calls = [partial(accept_return, return_id=returned.pk, actor=market.manager), deliver_due]
    calls += [
        partial(create_refund, intent_id=intent_id, amount=150_000, reason="other", reverse_transfer=True)
        for _ in range(4)
    ]

    codes(at_once(calls))

    intent = PaymentIntent.objects.get(pk=intent_id)
    going = sum(Refund.objects.exclude(status__in=["failed", "canceled"]).values_list("amount", flat=True))
    assert 0 < going <= intent.amount
    held = sdk.balances.of(order.seller.payee_ref)
    assert held.pending == intent.amount - going
    assert mismatches("payments") == []
