"""Deletes old rows of core's tables, so that they stay small. Money, ledger and audit are never deleted."""

from collections.abc import Collection
from datetime import timedelta

from django.db import connection

from core import clock
from core.models import Delivery, IdempotentAnswer, Throttle

KEEP_TICKS = timedelta(days=1)
KEEP_ANSWERS = timedelta(days=30)  # no client retries for longer; Stripe keeps its own for a day
KEEP_EVENTS = timedelta(days=90)
KEEP_FAILED_JOBS = timedelta(days=30)  # for inspection; a job that succeeded is deleted at once

# The newest row of each periodic task must stay: it is how workers know that a tick has been taken.
_TICKS = "DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp < %s"
_EVENTS = """
DELETE FROM core_event WHERE created_at < %s AND type <> ALL(%s)
  AND NOT EXISTS (SELECT FROM core_delivery WHERE event_id = core_event.id)
"""


def delete_old_windows() -> None:
    """Delete throttle windows and periodic ticks that ended more than a day ago."""
    ended = clock.now() - KEEP_TICKS
    Throttle.objects.filter(window_ends_at__lt=ended).delete()
    with connection.cursor() as cursor:
        cursor.execute(_TICKS, [int(ended.timestamp())])


def delete_old_answers() -> None:
    """Delete idempotent answers after 30 days."""
    IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEEP_ANSWERS).delete()


def delete_old_events(*, keep: Collection[str]) -> None:
    """Delete deliveries that were done more than 90 days ago, and events of that age without any delivery left.

    An undelivered event stays, whatever its age; so do events of the types `keep`, which are read later.
    """
    before = clock.now() - KEEP_EVENTS
    Delivery.objects.filter(done_at__lt=before).delete()
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [before, list(keep)])
