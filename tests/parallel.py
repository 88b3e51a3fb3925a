"""Run a call in many real threads at once, each with its own connection, and gather what came of each."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returned or raised, in order; all start together."""
    outcomes: list[Any] = [None] * len(calls)
    start = Barrier(len(calls))

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            outcomes[index] = calls[index]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            outcomes[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
