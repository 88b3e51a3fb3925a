"""When a delivery that was not heard is tried again: soon, then ever more rarely, for three days."""

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(days=3)
# After the first try, the second …; from then on the last.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=12),
)


def next_try(created: datetime, tries: int, now: datetime) -> datetime | None:
    """The moment of the next try after `tries` (≥ 1) in vain; None once it would lie beyond three days."""
    moment = now + WAITS[min(tries, len(WAITS)) - 1]
    return moment if moment <= created + GIVE_UP_AFTER else None
