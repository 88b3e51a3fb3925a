"""The background worker of a browser test: it delivers events once the test has started it."""

from threading import Event, Thread

from django.db import connections

from core.outbox import deliver_due

BETWEEN = 0.05  # seconds


class Worker:
    """Runs in its own thread with its own connection, like the real one in its own process."""

    def __init__(self) -> None:
        self._enough = Event()
        self._thread = Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._enough.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._enough.wait(BETWEEN):
                deliver_due()
        finally:
            connections.close_all()
