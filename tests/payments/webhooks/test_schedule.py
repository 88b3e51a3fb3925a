"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta

from payments.webhooks.deliver import next_try

BEGAN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_three_days_of_tries() -> None:
    moments: list[timedelta] = []
    now = BEGAN
    while (moment := next_try(BEGAN, len(moments) + 1, now)) is not None:
        moments.append(moment - BEGAN)
        now = moment
    hours, minutes = timedelta(hours=1), timedelta(minutes=1)
    assert moments[:6] == [
        minutes,
        6 * minutes,
        36 * minutes,
        2 * hours + 36 * minutes,
        7 * hours + 36 * minutes,
        17 * hours + 36 * minutes,
    ]
    assert moments[6:] == [(17 + 12 * n) * hours + 36 * minutes for n in range(1, 5)]
    assert moments[-1] == timedelta(days=2, hours=17, minutes=36)


def test_none_after_three_days() -> None:
    assert next_try(BEGAN, 1, BEGAN + timedelta(days=3) - timedelta(minutes=1)) == BEGAN + timedelta(days=3)
    assert next_try(BEGAN, 1, BEGAN + timedelta(days=3)) is None
