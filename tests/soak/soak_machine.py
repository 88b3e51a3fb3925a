"""The state machine of money, two thousand runs."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payments.machine_bank import MoneyAndBank

PARTS = 8  # each begins elsewhere by chance; the processors share them
LARGE = settings(
    max_examples=2_000 // PARTS,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_money_invariants_hold_in_two_thousand_random_runs(part: int) -> None:
    run_state_machine_as_test(MoneyAndBank, settings=LARGE)
