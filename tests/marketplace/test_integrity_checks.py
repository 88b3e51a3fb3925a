"""Every invariant can fail: each is broken in a real database past its constraints and must be reported.

A check that cannot fail is worse than none. Whoever registers an invariant adds what breaks it to the room's file of
`broken/`.
"""

from collections.abc import Iterator

import pytest

from core import integrity
from indicators.figures import queries as figures
from tests import databases
from tests.guards import past_every_guard
from tests.marketplace.broken import (  # noqa: F401 - each registers what breaks its room
    BREAKS,
    Break,
    accounts,
    catalog,
    cooperatives,
    core,
    indicators,
    orders,
    payments,
    payments_bank,
    payments_payees,
    payments_tax,
    payments_webhooks,
    places,
    shipping,
)
from tests.marketplace.broken.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(bare_template: str, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database with the world in it for good: each test breaks it in a transaction that is rolled back."""
    with django_db_blocker.unblock(), databases.inside_copy(bare_template):
        build_world()
        yield


@pytest.fixture
def world(built: None, db: None) -> None:
    """`built` before `db`, whose transaction begins in it."""


def reported(name: str) -> list[str]:
    return integrity._checks[name]().problems


def test_consistent_data_has_no_mismatch(world) -> None:
    assert [result for result in integrity.check_integrity() if not result["ok"]] == []


def test_every_registered_check_has_a_broken_case() -> None:
    assert {name for name, _how, _run in BREAKS} == set(integrity._checks)


@pytest.mark.parametrize(("name", "run"), [pytest.param(name, run, id=f"{name}: {how}") for name, how, run in BREAKS])
def test_broken_data_is_reported(world, monkeypatch, name: str, run: Break) -> None:
    with past_every_guard():
        run()
        if name == "indicators.figures-equal-their-rows":
            facts_of = figures.facts_of
            monkeypatch.setattr(figures, "facts_of", lambda area: facts_of(area).exclude(method="cash"))
        assert reported(name) != []
