"""A small run of the state machine of payments in every suite; `make soak` runs it two thousand times."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payments.machine_bank import MoneyAndBank

SMALL = settings(
    max_examples=12, stateful_step_count=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.django_db
def test_money_in_any_order() -> None:
    run_state_machine_as_test(MoneyAndBank, settings=SMALL)
