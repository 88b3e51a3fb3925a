"""Jobs that call servers of others take only a part of a worker's places."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

from procrastinate import App
from procrastinate.testing import InMemoryConnector

from core.outside_jobs import AT_ONCE, SOON, calls_outside


def test_events_are_delivered_while_a_gateway_does_not_answer() -> None:
    """Four questions to it, at four places: two wait, two are enqueued again, and the event is delivered."""
    app, answered, postponed, started = App(connector=InMemoryConnector()), Event(), list[int](), list[int]()

    def ask_later(number: int) -> None:
        postponed.append(number)

    @app.task
    @calls_outside(again=ask_later)
    def ask(number: int) -> None:
        started.append(number)
        answered.wait(10)

    @app.task
    def deliver_event() -> None:
        assert not answered.is_set()
        answered.set()

    with ThreadPoolExecutor(1) as pool:  # a thread without the event loop of browser tests
        pool.submit(
            _defer_and_work, app, [*(partial(ask.defer, number=n) for n in range(4)), deliver_event.defer]
        ).result()
    assert answered.is_set()
    assert (len(started), len(postponed)) == (AT_ONCE, 4 - AT_ONCE)
    assert sorted(started + postponed) == [0, 1, 2, 3]
    assert SOON > 0


def _defer_and_work(app: App, jobs: Sequence[Callable[[], object]]) -> None:
    with app.open():
        for defer in jobs:
            defer()
    asyncio.run(_work(app))


async def _work(app: App) -> None:
    async with app.open_async():
        await app.run_worker_async(wait=False, concurrency=4, install_signal_handlers=False)
