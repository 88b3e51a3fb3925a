"""Months begin at midnight in Việt Nam, not in UTC."""

from datetime import UTC, date, datetime

import pytest

from core.clock import month_of, month_span, next_month


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_month_of(moment: datetime, month: date) -> None:
    assert month_of(moment) == month


def test_month_span() -> None:
    assert month_span(date(2026, 12, 1)) == (
        datetime(2026, 11, 30, 17, tzinfo=UTC),
        datetime(2026, 12, 31, 17, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("month", "after"), [(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 12, 1), date(2027, 1, 1))]
)
def test_next_month(month: date, after: date) -> None:
    assert next_month(month) == after
