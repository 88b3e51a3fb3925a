"""Django's sessions in the database, each with its person and its limits (settings.SESSION_ENGINE).

A session has an idle and an absolute limit by the person's kind (settings.SESSION_LIMITS).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import Session
from core import clock

Kind = Literal["buyer", "seller", "staff"]
# Keys in a session.
KIND, SIGNED_IN_AT, SEEN_AT, PLACE = "kind", "signed_in_at", "seen_at", "place"


@dataclass(frozen=True)
class Limits:
    idle: timedelta
    absolute: timedelta

    @property
    def touch(self) -> timedelta:
        """The minimum interval between updates of the last request's time."""
        return min(self.idle / 30, timedelta(hours=1))


def limits_of(kind: Any) -> Limits:
    """The limits of a kind of person; the strictest ones for an unknown kind."""
    return Limits(*settings.SESSION_LIMITS.get(kind, settings.SESSION_LIMITS["staff"]))


def is_signed_in(session: SessionBase) -> bool:
    return SESSION_KEY in session


def time_left(session: SessionBase) -> timedelta:
    """The remaining time of an idle session; negative if it has exceeded a limit."""
    limits = limits_of(session.get(KIND))
    return min(limits.idle - _since(session, SEEN_AT), limits.absolute - _since(session, SIGNED_IN_AT))


def is_over(session: SessionBase) -> bool:
    """Whether a signed-in session has exceeded one of its limits."""
    return time_left(session) < timedelta(0)


def is_due(session: SessionBase) -> bool:
    """Whether the last request's time is due for an update."""
    return _since(session, SEEN_AT) >= limits_of(session.get(KIND)).touch


def begin(session: SessionBase, kind: Kind, place: dict[str, str]) -> None:
    """Store the signed-in user and the origin (`network`, `browser`)."""
    session[KIND], session[PLACE] = kind, place
    session[SIGNED_IN_AT] = clock.now().timestamp()


def _since(session: SessionBase, key: str) -> timedelta:
    return clock.now() - datetime.fromtimestamp(session.get(key, 0), UTC)


class SessionStore(DatabaseStore):
    """Django's own store with a person and a time in each row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def get_session_cookie_age(self) -> int:
        """Seconds after which an unused session ends."""
        return int(limits_of(self.get(KIND)).idle.total_seconds())

    def _get_session_from_db(self) -> Session | None:
        """As Django's own, which every request of a signed-in person calls, without compiling its statement again."""
        sql = "SELECT * FROM accounts_session WHERE session_key = %s AND expire_date > %s"
        stored = next(iter(Session.objects.raw(sql, [self.session_key, clock.now()])), None)
        if stored is None:
            self._session_key = None
        return stored

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = clock.now()
        if SESSION_KEY in data:
            data[SEEN_AT] = now.timestamp()
            data.setdefault(SIGNED_IN_AT, now.timestamp())
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.last_seen_at = now
        return row
