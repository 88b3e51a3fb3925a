"""Whose day it is."""

from datetime import date

import pytest

from payments.models import Payee
from payments.payouts.schedule import expected_arrival, is_due, next_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("interval", "anchor", "day", "due"),
    [
        ("manual", 1, MONDAY, False),
        ("daily", 1, date(2026, 11, 29), True),
        ("weekly", 1, MONDAY, True),
        ("weekly", 7, MONDAY, False),
        ("weekly", 7, date(2026, 11, 29), True),
        ("monthly", 28, date(2026, 11, 28), True),
        ("monthly", 28, date(2026, 11, 27), False),
    ],
)
def test_is_due(interval, anchor, day, due):
    assert is_due(Payee(payout_interval=interval, payout_anchor=anchor), day) is due


def test_the_next_day():
    assert next_day("daily", 1, MONDAY) == date(2026, 11, 24)
    assert next_day("weekly", 1, MONDAY) == date(2026, 11, 30)
    assert next_day("weekly", 5, MONDAY) == date(2026, 11, 27)
    assert next_day("monthly", 1, MONDAY) == date(2026, 12, 1)
    assert next_day("monthly", 28, date(2026, 1, 28)) == date(2026, 2, 28)
    assert next_day("manual", 1, MONDAY) is None


def test_the_bank_works_on_working_days():
    arrivals = [expected_arrival(date(2026, 11, day)) for day in (26, 27, 28, 29)]  # Thursday to Sunday

    assert arrivals == [date(2026, 11, 27), date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 30)]
