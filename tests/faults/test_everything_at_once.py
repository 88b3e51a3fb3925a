"""Concurrent actors on a few orders: buyers, gateway, jobs, sellers, operators, stock counts, the worker.

Whatever comes first, nobody waits in a ring, nobody gets an error that is not a refusal in words, and the books, the
goods and the orders agree in the end.
"""

import random
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from catalog.models import Variant
from catalog.stock.services.adjust_stock import adjust_stock
from core.errors import DomainError
from core.models import Delivery
from core.outbox import deliver_due
from orders.checkout.services.start_payment import start_payment
from orders.fulfilment.services.cancel_by_buyer import cancel_by_buyer
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from orders.returns.queries import pending_return
from orders.returns.services.accept_return import accept_return
from orders.returns.services.open_return import open_return
from orders.returns.services.request_return import request_return
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.resolve_review import resolve_review
from tests.factories import make_officer
from tests.integrity import mismatches
from tests.market import make as make_market
from tests.orders.helpers import ipn, place, ready_cart, start
from tests.parallel import at_once
from tests.payments.helpers import expire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]

ENDS = [("00", "00"), ("24", "02"), ("07", "07"), ("00", "02")]
Call = Callable[[], Any]


def deeds(rng: random.Random, market: Any, operator: Any) -> list[Call]:
    """Three placed checkouts over both sellers' goods, and all that may befall them."""
    calls: list[Call] = []
    for number in range(3):
        lines = [(market.mango, 2), (market.lotus, 1)]
        checkout_id = ready_cart(lines if number % 2 else lines[::-1])
        orders = place(checkout_id).orders
        attempt = start(checkout_id)
        if rng.random() < 0.5:
            expire(attempt, seconds=3_600)
        intent_id = attempt.intent_id
        again = partial(start_payment, checkout_id=checkout_id, return_url="https://cho.vn/ve", ip="113.160.92.202")
        calls += [partial(ipn, attempt, *rng.choice(ENDS)) for _ in range(3)]
        calls += [partial(close_overdue, intent_id=intent_id), again, deliver_due, deliver_due]
        calls += [partial(cancel_by_buyer, order_id=rng.choice(orders).pk)]
        calls += [partial(resolve_review, intent_id=intent_id, paid=rng.random() < 0.5, actor=operator, note="Sao kê")]
        for order in orders:
            seller = market.manager if order.seller_id == market.cooperative.pk else market.household_owner
            calls += [partial(confirm_order, order_id=order.pk, actor=seller)]
            calls += [partial(fulfill_order, order_id=order.pk, actor=seller)]
            calls += [partial(_give_some, order, rng.choice([seller, operator])), partial(_ask_some, order)]
            calls += [partial(_answer, order, seller)]
            reason = rng.choice(["out_of_stock", "other"])
            calls += [partial(cancel_order, order_id=order.pk, actor=rng.choice([seller, operator]), reason=reason)]
    for variant, actor in ((market.mango, market.manager), (market.lotus, market.household_owner)):
        calls += [partial(adjust_stock, variant_id=variant.pk, on_hand=rng.randint(3, 12), actor=actor)]
    calls += [partial(place, ready_cart([(market.lotus, 1), (market.mango, 1)])) for _ in range(2)]
    rng.shuffle(calls)
    return calls


def _some(order: Order) -> dict[str, Any]:
    line = order.lines.earliest("pk")
    return {"quantities": {line.pk: 1}, "with_delivery": False, "reason": "other", "words": "", "form_key": uuid4()}


def _give_some(order: Order, actor: Any) -> Any:
    return open_return(order_id=order.pk, actor=actor, restock=True, **_some(order))


def _ask_some(order: Order) -> Any:
    return request_return(order_id=order.pk, **_some(order))


def _answer(order: Order, actor: Any) -> Any:
    requested = pending_return(order)
    return accept_return(return_id=requested.pk, actor=actor, restock=True) if requested else None


@pytest.mark.parametrize("seed", range(4))
def test_concurrent_mixed_actions_keep_every_invariant(seed: int) -> None:
    rng = random.Random(seed)
    market, operator = make_market(), make_officer("operator")

    outcomes = at_once(deeds(rng, market, operator))

    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [error for error in errors if not isinstance(error, DomainError)] == []
    assert "99" not in outcomes  # the answer to VNPay where something of ours broke
    for _ in range(20):
        Delivery.objects.filter(done_at=None).update(next_try_at="2020-01-01T00:00:00Z")
        deliver_due()
    assert list(Delivery.objects.filter(done_at=None).values_list("handler", "last_error")) == []
    assert not Delivery.objects.filter(last_error__contains=OperationalError.__name__).exists()
    assert mismatches() == []
    for variant in Variant.objects.all():
        assert 0 <= variant.reserved <= variant.on_hand
    assert Order.objects.count() >= 6
