"""Sets the clock back, so that services write past sales with their own times.

Only for seeding, which is alone in its process: everything that reads Django's time, including automatic columns, gets
the given time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def travel_to(moment: datetime) -> Iterator[None]:
    """Inside the block the current time is `moment` (aware)."""
    true_now = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = true_now
