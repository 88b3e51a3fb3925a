"""What this process knows of the versions: a thread with a connection of its own hears of each change.

PostgreSQL notifies it when a transaction with change rows commits; beside that it asks twice a second, so that a lost
notification (behind a pooler, say) costs no more than that. While the last answer is older than a second, nothing is
known: no cached answer may be given.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import psycopg
from django.conf import settings

from core import metrics
from core.response_cache.triggers import CHANNEL
from core.response_cache.versions import STATEMENT, Versions, in_order

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
MAX_AGE = 1.0  # seconds after which what is known is too old
_RETRY_SECONDS = 1.0
_OURS = {"server_side_binding", "prepare_threshold", "prepared_max"}  # options that libpq does not know


@dataclass(frozen=True)
class Known:
    versions: Versions
    asked_at: float  # monotonic, before the statement was sent: every change committed until then is counted
    connection: int  # its number: another server, or a restored database, counts from elsewhere


class Listener:
    """The versions of one database. `known()` is called by every request and costs no more than two reads."""

    def __init__(self, read_settings: Callable[[], dict[str, Any]]) -> None:
        self._settings = read_settings  # Django's settings of the database
        self._known: Known | None = None
        self._connections = 0
        self._thread: Thread | None = None
        self._starting = Lock()
        self._stopped = Event()
        self.backend_pid: int | None = None  # of the connection, while there is one
        self.is_lost = False  # the connection, and no new one was made yet

    def known(self) -> Known | None:
        """Versions that count every change committed a second ago; None while that is not known."""
        known = self._known
        return known if known is not None and monotonic() - known.asked_at <= MAX_AGE else None

    def ensure_started(self) -> None:
        """Start the thread with the first request: a process that was forked has none."""
        if self._thread is None or not self._thread.is_alive():
            with self._starting:
                if (self._thread is None or not self._thread.is_alive()) and not self._stopped.is_set():
                    self._thread = Thread(target=self._run, name="response-cache", daemon=True)
                    self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._connect() as connection:
                    if self.is_lost:
                        logger.info("changes are received again: answers are cached")
                        self.is_lost = False
                    self._follow(connection)
            except (psycopg.Error, OSError) as error:
                if not self.is_lost:
                    logger.warning("changes cannot be received, so no answer is cached: %s", type(error).__name__)
                    self.is_lost = True
                self._known = None
                metrics.note_listener(is_current=False)
                self._stopped.wait(_RETRY_SECONDS)
            finally:
                self._known = self.backend_pid = None
                metrics.note_listener(is_current=False)

    def _connect(self) -> "psycopg.Connection[Any]":
        there = self._settings()
        named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        address = {name: there[ours] for name, ours in named.items() if there[ours]}
        options = {name: value for name, value in there["OPTIONS"].items() if name not in _OURS}
        waits = {"connect_timeout": 5, "tcp_user_timeout": 5_000, "keepalives_idle": 5}  # of a server that is gone
        return psycopg.connect(**waits | options | address, autocommit=True, prepare_threshold=None)

    def _follow(self, connection: "psycopg.Connection[Any]") -> None:
        """Ask whenever there is a notification, and when there was none for POLL_SECONDS."""
        self._connections += 1
        connection.execute(f"LISTEN {CHANNEL}")
        self.backend_pid = connection.info.backend_pid
        while not self._stopped.is_set():
            asked_at = monotonic()
            versions = in_order(connection.execute(STATEMENT).fetchall())
            self._known = Known(versions, asked_at, self._connections)
            metrics.note_listener(is_current=True)
            for _notification in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                pass


listener = Listener(lambda: settings.LISTEN_DATABASE or settings.DATABASES["default"])
