"""Restarts database, web server and worker when they die, and stops them in order at the end."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from core.console import StartupError, print_error, print_message
from devserver import logs
from devserver.child import Child
from devserver.postgres import Server

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AT_ONCE = 4  # deaths of one child within `_WINDOW` seconds after which it is still restarted at once
_WINDOW = 60.0
_DATABASE = "PostgreSQL"
_LONGEST = 15.0  # maximum seconds between two starts of a repeatedly failing child


class Stopped(Exception):
    """A signal requested the stop."""


class Supervisor:
    """The processes of one running shop."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.children: list[Child] = []
        self._is_to_stop = False
        self._deaths: dict[str, list[float]] = {}
        self._start_at: dict[str, float] = {}
        self._tries = 0  # consecutive failed starts of the database

    def listen(self) -> None:
        """Handle Ctrl-C, SIGTERM and a closed terminal as a request to stop.

        The handler sets a flag without a lock: it may run while this thread holds one, as in Event.wait.
        """
        for number in STOPPING:
            signal.signal(number, self._request_stop)

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self._is_to_stop = True

    def check(self) -> None:
        """Raises Stopped after a request to stop: called between the steps of a start."""
        if self._is_to_stop:
            raise Stopped

    def start(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for `ready`. Raises StartupError if a child dies or on timeout, Stopped after a request to stop."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.check()
            for child in self.children:
                if child.has_died:
                    raise _gave_up(child)
            if time.monotonic() > deadline:
                raise _gave_up(self.children[0])
            time.sleep(0.05)

    def keep(self) -> None:
        """Restart dead children until a request to stop, with growing pauses if one keeps dying.

        The others keep running: a failing worker does not stop the shop, and /healthz reports it.
        """
        while not self._is_to_stop:
            self._revive_database()
            for path in self._logs():
                with suppress(OSError):  # a log that cannot be rotated does not stop the shop
                    logs.rotate(path)
            for child in self.children:
                if child.has_died:
                    self._revive(child)
            time.sleep(0.3)

    def _logs(self) -> list[Path]:
        return [child.log for child in self.children] + ([self.server.folder / "log"] if self.server else [])

    def _revive_database(self) -> None:
        if self.server and self.server.process and self.server.process.poll() is not None:
            now = time.monotonic()
            if now < self._start_at.get(_DATABASE, 0.0):
                return
            import psycopg  # only after a death: while all is well the supervisor stays small

            print_message("PostgreSQL đã dừng, khởi động lại…", "PostgreSQL died, starting it again…")
            try:
                self.server.start()
            except (StartupError, OSError, psycopg.Error) as problem:
                if not self.server.cluster.is_made:  # its data is missing: retrying cannot help
                    raise
                print_error(problem)
                self._start_at[_DATABASE] = time.monotonic() + self._next_pause()
            else:
                self._tries = 0

    def _next_pause(self) -> float:
        """Seconds until the next try to start the database: 0.5, 1, 2 … 15."""
        self._tries += 1
        return min(2.0 ** (self._tries - 2), _LONGEST)

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        if child.name not in self._start_at:
            self._start_at[child.name] = now + self._count_death(child, now)
        if self._start_at[child.name] <= now:
            del self._start_at[child.name]
            print_message(f"{child.name} đã dừng, khởi động lại…", f"{child.name} died, starting it again…")
            child.clear()
            child.start()

    def _count_death(self, child: Child, now: float) -> float:
        """Seconds to wait before the next start: none, then 1, 2, 4 … if it fails repeatedly."""
        recent = [moment for moment in self._deaths.get(child.name, []) if now - moment < _WINDOW] + [now]
        self._deaths[child.name] = recent
        if len(recent) <= _AT_ONCE:
            return 0.0
        print_error(_gave_up(child))
        return min(2.0 ** (len(recent) - _AT_ONCE - 1), _LONGEST)

    def stop(self) -> None:
        """The web server and the worker finish their requests and jobs, then the database stops."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop(seconds=10)
        self.children.clear()
        if self.server:
            self.server.stop()


def _gave_up(child: Child) -> StartupError:
    last = (child.last_words().splitlines() or ["?"])[-1]
    return StartupError(
        f"{child.name} không chạy được, xem {child.log} (dòng cuối: {last})",
        f"{child.name} does not run, see {child.log} (last line: {last})",
    )
