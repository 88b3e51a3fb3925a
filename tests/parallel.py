"""Run a call in many real threads at once, each with its own connection, and gather what came of each."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
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


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine returns, on a loop in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
