"""What the ground sweeps away by itself, so that its small tables stay small."""

from datetime import timedelta

from django.db import connection

from core import clock
from core.models import Throttle

# The newest row of each periodic task must stay: it is how workers know that a tick has been taken.
_TICKS = "DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp < %s"
_KEEP = timedelta(days=1)


def tidy() -> None:
    """Forget throttle windows and periodic ticks that ended more than a day ago."""
    ended = clock.now() - _KEEP
    Throttle.objects.filter(window_ends_at__lt=ended).delete()
    with connection.cursor() as cursor:
        cursor.execute(_TICKS, [int(ended.timestamp())])
