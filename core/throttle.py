"""Rate limits: attempts are counted per time window in the database, shared by all web workers."""

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import TooManyTries
from core.logs.security import Event, record_event

_COUNT = """
INSERT INTO core_throttle (key, window_ends_at, count) VALUES (%(key)s, %(ends)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN core_throttle.window_ends_at <= %(now)s THEN 1 ELSE core_throttle.count + 1 END,
  window_ends_at = CASE WHEN core_throttle.window_ends_at <= %(now)s THEN %(ends)s ELSE core_throttle.window_ends_at END
RETURNING count
"""


def count(key: str, window: timedelta) -> int:
    """Count one attempt of `key`. Returns the attempts in the current window, including this one."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key[:200], "now": now, "ends": now + window})
        return int(cursor.fetchone()[0])


def consume(key: str, limit: int, window: timedelta) -> None:
    """Count one attempt; raises TooManyTries (TOO_MANY_REQUESTS) above `limit` attempts in `window`.

    The log names the limit by the part of the key before its first colon.
    """
    tries = count(key, window)
    if tries > limit:
        record_event(Event.LIMIT_REACHED, limit=key.partition(":")[0])
        refusal = _("Bạn thử hơi nhiều lần rồi. Vui lòng chờ ít phút rồi thử lại.")
        raise TooManyTries(refusal, is_first=tries == limit + 1)


def refund_token(key: str) -> None:
    """Uncount one attempt, such as a successful sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_throttle SET count = count - 1 WHERE key = %s AND count > 0", [key[:200]])
