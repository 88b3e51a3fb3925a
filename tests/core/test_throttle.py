"""Attempts are counted in windows shared by all web workers."""

from datetime import timedelta

import pytest
import time_machine

from core import clock
from core.errors import DomainError
from core.throttle import consume, count

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_count_starts_again_after_the_window() -> None:
    assert [count("k", MINUTE), count("k", MINUTE), count("other", MINUTE)] == [1, 2, 1]
    with time_machine.travel(clock.now() + MINUTE, tick=False):
        assert count("k", MINUTE) == 1


def test_consume_is_refused_above_the_limit() -> None:
    consume("k", 2, MINUTE)
    consume("k", 2, MINUTE)
    with pytest.raises(DomainError) as refused:
        consume("k", 2, MINUTE)
    assert refused.value.code == "TOO_MANY_REQUESTS"
