"""The job worker's connector to PostgreSQL. It waits while the database is unreachable, then reconnects and listens
again.

Procrastinate's own connector ends the worker when the database is unreachable for a moment, and a worker takes seconds
to start.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import psycopg
from procrastinate import App
from procrastinate.connector import Notify
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg.sql import SQL, Identifier

from core.unavailable import is_unavailable

logger = logging.getLogger(__name__)

_PAUSE = 0.2  # seconds between two tries
_WAIT = 1.0  # seconds that the pool tries for one connection
# What the worker takes for "a job was added": whatever was added meanwhile is fetched at once.
_WAKE = '{"type": "job_inserted", "job_id": 0}'


class PatientConnector(PsycopgConnector):
    """Repeats a query as long as the database is unreachable or read-only.

    A query that was running when the database died is repeated, too. If it had been committed, the result is still
    right: heartbeats and periodic ticks are idempotent, a second end of a job is refused and logged, and a job that was
    fetched but not started is found by its room's sweep.
    """

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        names, is_first = list(channels), True
        while True:
            try:
                async with self._get_standalone_connection() as connection:
                    for name in names:
                        await connection.execute(SQL("LISTEN {}").format(Identifier(name)))
                    if not is_first:
                        logger.warning("the database is back: listening again")
                        await on_notification(channel=names[0], payload=_WAKE)
                    is_first = False
                    await self._loop_notify(on_notification=on_notification, connection=connection)
            except (psycopg.OperationalError, ConnectorException) as error:
                logger.debug("cannot listen: %s", error)
            await asyncio.sleep(_PAUSE)

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        await _patiently(lambda: PsycopgConnector.execute_query_async(self, query, **arguments))

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        return await _patiently(lambda: PsycopgConnector.execute_query_one_async(self, query, **arguments))

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        return await _patiently(lambda: PsycopgConnector.execute_query_all_async(self, query, **arguments))


async def _patiently(run: Callable[[], Awaitable[Any]]) -> Any:
    while True:
        try:
            return await run()
        except ConnectorException as error:
            if not is_unavailable(error):
                raise
        await asyncio.sleep(_PAUSE)


def make_connector() -> PatientConnector:
    return PatientConnector(
        kwargs=connector_params(),
        timeout=_WAIT,
        reconnect_timeout=_WAIT / 2,
    )


def use_patient_connector(app: App) -> None:
    """The hook PROCRASTINATE_ON_APP_READY: workers of this app take our connector."""
    app.connector.get_worker_connector = make_connector  # type: ignore[attr-defined]
