"""Rate limits: attempts are counted per time window in the database, shared by all web workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import TooManyTries
from core.logs.security import Event, record_event
from core.rows import new_values, table_of

_ON_CONFLICT = """
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN core_throttle.window_ends_at <= %(now)s THEN 1 ELSE core_throttle.count + 1 END,
  window_ends_at = CASE
    WHEN core_throttle.window_ends_at <= %(now)s THEN excluded.window_ends_at ELSE core_throttle.window_ends_at
  END
RETURNING count, window_ends_at
"""
_COUNT = f"INSERT INTO core_throttle (key, window_ends_at, count) VALUES (%(key)s, %(ends)s, 1) {_ON_CONFLICT}"  # noqa: S608


def count(key: str, window: timedelta) -> int:
    """Count one attempt of `key`. Returns the attempts in the current window, including this one."""
    return _count_one(key, window)[0]


def _count_one(key: str, window: timedelta) -> tuple[int, int]:
    """(attempts in the current window, seconds until it ends)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key[:200], "now": now, "ends": now + window})
        tries, ends_at = cursor.fetchone()
    return tries, _seconds(ends_at - now)


def _seconds(rest: timedelta) -> int:
    """Whole seconds, rounded up: a client that waits so long finds the window over."""
    return ceil(rest.total_seconds())


@dataclass(frozen=True)
class Bound:
    """At most `most` attempts of `key` in `window`."""

    key: str
    most: int
    window: timedelta


@dataclass(frozen=True)
class Exceeded:
    """The bound at `place` is exceeded for `retry_after` more seconds; `is_first`: by the first attempt above it."""

    place: int
    is_first: bool
    retry_after: int


def first_exceeded(bounds: Sequence[Bound]) -> Exceeded | None:
    """Count one attempt of each key in order, in one statement, up to the first bound that is exceeded.

    None where none is. What follows an exceeded bound is not counted. Callers that share keys
    name them in the same order, so that they cannot deadlock.
    """
    if not bounds:
        return None
    now = clock.now()
    params: dict[str, Any] = {"now": now}
    for place, bound in enumerate(bounds):
        params |= {f"key{place}": bound.key[:200], f"ends{place}": now + bound.window, f"most{place}": bound.most}
    with connection.cursor() as cursor:
        cursor.execute(_count_in_turn(len(bounds)), params)
        row = cursor.fetchone()
    for place, bound in enumerate(bounds):
        tries, ends_at = row[2 * place : 2 * place + 2]
        if tries is not None and tries > bound.most:
            return Exceeded(place, tries == bound.most + 1, _seconds(ends_at - now))
    return None


@cache
def _count_in_turn(number: int) -> str:
    """Each part inserts only where the part before it was within its bound."""
    parts = []
    for place in range(number):
        source = f"FROM part{place - 1} WHERE count <= %(most{place - 1})s" if place else "WHERE true"
        parts.append(
            f"part{place} AS (INSERT INTO core_throttle (key, window_ends_at, count) "
            f"SELECT %(key{place})s::text, %(ends{place})s::timestamptz, 1 {source} {_ON_CONFLICT})"
        )
    counts = ", ".join(f"(SELECT count FROM part{n}), (SELECT window_ends_at FROM part{n})" for n in range(number))  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT {counts}"


def insert_within(bound: Bound, row: Model) -> int:
    """Count one attempt, and insert the row unless the bound is exceeded, in one statement. Returns the attempts.

    The row has its key (`id`) if it was inserted.
    """
    now, values = clock.now(), new_values(row)
    params = {f"value{place}": value for place, value in enumerate(values.values())}
    params |= {"key": bound.key[:200], "now": now, "ends": now + bound.window, "most": bound.most}
    with connection.cursor() as cursor:
        cursor.execute(_insert_within(table_of(type(row)), tuple(values)), params)
        tries, row.pk = cursor.fetchone()
    return int(tries)


@cache
def _insert_within(table: str, columns: tuple[str, ...]) -> str:
    values = ", ".join(f"%(value{place})s" for place in range(len(columns)))
    return (
        f"WITH counted AS ({_COUNT}), written AS (INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
        f"SELECT {values} FROM counted WHERE count <= %(most)s RETURNING id) "
        "SELECT (SELECT count FROM counted), (SELECT id FROM written)"
    )


def consume(key: str, limit: int, window: timedelta, *, account: str = "") -> None:
    """Count one attempt; raises TooManyTries (TOO_MANY_REQUESTS) above `limit` attempts in `window`.

    The log names the limit by the part of the key before its first colon, and the account.
    """
    tries, retry_after = _count_one(key, window)
    if tries > limit:
        record_event(Event.LIMIT_REACHED, limit=key.partition(":")[0], account=account)
        refusal = _("Bạn thử hơi nhiều lần rồi. Vui lòng chờ ít phút rồi thử lại.")
        raise TooManyTries(refusal, is_first=tries == limit + 1, retry_after=retry_after)


def refund_token(key: str) -> None:
    """Uncount one attempt, such as a successful sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_throttle SET count = count - 1 WHERE key = %s AND count > 0", [key[:200]])
