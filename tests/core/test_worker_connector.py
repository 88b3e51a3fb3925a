"""The worker waits for the database and listens again as soon as it is back."""

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from psycopg.errors import AdminShutdown, UniqueViolation
from psycopg_pool import PoolTimeout

from core import worker_connector
from core.worker_connector import PatientConnector
from tests import databases
from tests.parallel import run_async

_LISTENERS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND query LIKE 'LISTEN \"patience%%'"


async def until(is_so: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_lost_listener_reconnects_and_fetches_missed_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    name, down = connection.settings_dict["NAME"], [True, True, True]
    connect = PatientConnector._get_standalone_connection

    @asynccontextmanager
    async def flaky(self: PatientConnector) -> Any:
        if received and down:
            down.pop()
            raise psycopg.OperationalError("the database system is starting up")
        async with connect(self) as there:
            yield there

    received: list[str] = []

    async def on_notification(*, channel: str, payload: str) -> None:
        received.append(payload)

    async def listen() -> float:
        connector = app.connector.get_worker_connector()
        await connector.open_async()
        listening = asyncio.create_task(connector.listen_notify(on_notification, ["patience"]))
        with databases.admin() as server:

            def notify() -> bool:
                with databases._to(name) as there:
                    there.execute("NOTIFY patience, 'hello'")
                return bool(received)

            await until(notify)
            (pid,) = server.execute(_LISTENERS, [name]).fetchone()
            server.execute("SELECT pg_terminate_backend(%s)", [pid])
            lost = time.monotonic()
            await until(lambda: worker_connector._WAKE in received)
            took = time.monotonic() - lost
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await connector.close_async()
        return took

    monkeypatch.setattr(PatientConnector, "_get_standalone_connection", flaky)
    monkeypatch.setattr(worker_connector, "_PAUSE", 0.05)
    took = run_async(listen())
    assert not down
    assert took < 5  # generous for a busy machine; the pauses after three refusals take 0.15 s


def test_query_retries_lost_connections_and_raises_other_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_connector, "_PAUSE", 0.0)
    cut = psycopg.OperationalError("server closed the connection unexpectedly")
    causes: list[BaseException | None] = [PoolTimeout(), cut, AdminShutdown("stopping"), None]

    async def run() -> str:
        if cause := causes.pop(0):
            raise ConnectorException from cause
        return "answer"

    assert run_async(worker_connector._patiently(run)) == "answer"
    causes[:] = [UniqueViolation("one tick")]
    with pytest.raises(ConnectorException):
        run_async(worker_connector._patiently(run))
