"""The table of transitions: the effect of each, that no other is possible, and that the docs agree."""

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from core import clock, integrity
from core.errors import DomainError
from orders.models import ChargeStatus, Order, OrderHistory, OrderStatus, PaymentMethod
from orders.transitions import TRANSITIONS, TransitionName, can_transition, transition_order
from tests.orders.helpers import history, place, ready_cart

PAGE = Path(settings.BASE_DIR, "docs", "order-life.md").read_text()


def page_rows() -> list[list[str]]:
    """The rows of the table of transitions in docs/order-life.md."""
    section = PAGE.split("## The transitions")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def code_rows() -> list[list[str]]:
    """The same rows from the code."""
    return [
        [
            f"`{name}`",
            move.by,
            ", ".join(status for status in OrderStatus if status in move.statuses),
            ", ".join(sorted(f"{method} {charge}" for method, charge in move.charge)),
            str(move.to_status or "–"),
            str(move.to_charge or "–"),
            ", ".join(move.events) or "–",
        ]
        for name, move in TRANSITIONS.items()
    ]


def test_document_lists_the_transitions_of_the_code() -> None:
    assert page_rows() == code_rows()


def test_document_lists_every_state_and_check() -> None:
    for name in [*OrderStatus, *ChargeStatus]:
        assert f"| `{name}` |" in PAGE
    ours = {name for name in integrity._checks if name.startswith("orders.")}
    assert ours == set(re.findall(r"`(orders\.[a-z-]+)`", PAGE.split("## Tests and checks")[1]))


def test_every_transition_is_defined() -> None:
    assert set(TRANSITIONS) == set(TransitionName)


@pytest.mark.parametrize("name", list(TransitionName))
def test_transition_is_allowed_from_its_states_only(name: TransitionName) -> None:
    move = TRANSITIONS[name]
    everything = itertools.product(OrderStatus, ChargeStatus, PaymentMethod, [False, True])

    for status, charge, method, in_review in everything:
        order = Order(status=status, charge_status=charge, payment_method=method, needs_review=in_review)
        expected = status in move.statuses and (method, charge) in move.charge
        assert can_transition(order, name) == (expected and (not in_review or move.by == "payment"))


@pytest.fixture
def order(market) -> Order:
    return place(ready_cart([(market.mango, 1)])).orders[0]


def test_transition_writes_state_and_history(market, order) -> None:
    with transaction.atomic():
        transition_order(order, TransitionName.PAY, actor=market.manager, data={"why": "test"})

    row = OrderHistory.objects.get(order=order, what="paid")
    assert (row.actor, row.data) == (market.manager, {"why": "test"})
    fresh = Order.objects.get(pk=order.pk)
    assert (fresh.charge_status, fresh.paid_at is not None) == ("FULL", True)


def test_refused_transition_writes_nothing(order) -> None:
    with pytest.raises(DomainError) as caught, transaction.atomic():
        transition_order(order, TransitionName.FULFILL)

    assert (caught.value.code, caught.value.params) == ("INVALID_MOVE", {"status": "UNCONFIRMED"})
    assert history(order) == ["placed"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_history_cannot_be_rewritten(order, change: str) -> None:
    rows = OrderHistory.objects.filter(order=order)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(what="paid") if change == "update" else rows.delete()

    assert history(order) == ["placed"]


@pytest.mark.parametrize(
    "wrong",
    [{"total": 1}, {"goods_total": 0, "total": 15_000}, {"charge_status": "FULL"}, {"paid_at": clock.now()}],
)
def test_database_refuses_impossible_states(order, wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**wrong)
