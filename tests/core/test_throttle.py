"""Attempts are counted in windows shared by all web workers."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.errors import DomainError
from core.models import Throttle
from core.throttle import Bound, Exceeded, consume, count, first_exceeded

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


def test_bounds_are_counted_in_turn_until_one_is_exceeded(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bounds = [Bound("network", 3, MINUTE), Bound("browser", 1, MINUTE), Bound("all", 9, MINUTE)]
    with django_assert_num_queries(1):
        assert first_exceeded(bounds) is None
    exceeded = [first_exceeded(bounds) for _try in range(3)]
    assert [(one.place, one.is_first) for one in exceeded if one] == [(1, True), (1, False), (0, True)]
    assert first_exceeded([]) is None
    counts = dict(Throttle.objects.values_list("key", "count"))
    assert counts == {"network": 4, "browser": 3, "all": 1}  # what follows an exceeded bound is not counted


def test_each_bound_has_its_own_window() -> None:
    bounds = [Bound("short", 1, MINUTE), Bound("long", 1, 3 * MINUTE)]
    assert first_exceeded(bounds) is None
    with time_machine.travel(clock.now() + MINUTE, tick=False):
        assert first_exceeded(bounds) == Exceeded(place=1, is_first=True, retry_after=120)
    with time_machine.travel(clock.now() + 3 * MINUTE, tick=False):
        assert first_exceeded(bounds) is None
