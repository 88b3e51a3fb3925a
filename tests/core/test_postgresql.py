"""Statements are prepared, an altered column costs at most one transaction, and connections are checked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

SQL = "SELECT name FROM prepared_probe WHERE id = %s"


@pytest.fixture
def probe(transactional_db: None):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prepared_probe AS SELECT 1 AS id, 'a'::varchar(5) AS name")
        yield
        cursor.execute("DROP TABLE prepared_probe")


def name() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SQL, [1])
        return cursor.fetchone()[0]


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT name%'")
        return cursor.fetchone()[0]


def widen() -> None:
    """By another connection, as a migration of a running shop does."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("ALTER TABLE prepared_probe ALTER name TYPE varchar(9)")
    other.close()


def test_third_execution_is_prepared_for_all_values(probe: None) -> None:
    counts = []
    for _turn in range(4):
        name()
        counts.append(prepared())
    assert counts == [0, 0, 1, 1]


def test_altered_column_is_read_again_outside_a_transaction(probe: None) -> None:
    assert [name() for _turn in range(3)] == ["a"] * 3
    widen()
    assert name() == "a"


def test_altered_column_fails_one_transaction(probe: None) -> None:
    assert [name() for _turn in range(3)] == ["a"] * 3
    widen()
    with pytest.raises(DatabaseError, match="must not change result type"), transaction.atomic():
        name()
    with transaction.atomic():
        assert name() == "a"


def test_connection_keeps_the_settings_number(probe: None) -> None:
    name()
    assert connection.connection.prepared_max == connection.settings_dict["OPTIONS"]["prepared_max"]


@pytest.mark.django_db(transaction=True)
def test_savepoints_of_one_depth_share_their_name_and_keep_their_own_callbacks() -> None:
    called: list[str] = []
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        with transaction.atomic():
            transaction.on_commit(lambda: called.append("kept"))
            with transaction.atomic():
                transaction.on_commit(lambda: called.append("kept, deeper"))
        with suppress(ZeroDivisionError), transaction.atomic():
            transaction.on_commit(lambda: called.append("undone"))
            raise ZeroDivisionError
    names = [query["sql"] for query in captured if "SAVEPOINT" in query["sql"]]
    assert names == [
        'SAVEPOINT "depth_0"',
        'SAVEPOINT "depth_1"',
        'RELEASE SAVEPOINT "depth_1"',
        'RELEASE SAVEPOINT "depth_0"',
        'SAVEPOINT "depth_0"',
        'ROLLBACK TO SAVEPOINT "depth_0"',
        'RELEASE SAVEPOINT "depth_0"',
    ]
    assert called == ["kept", "kept, deeper"]


@pytest.fixture
def open_connection(transactional_db: None) -> Iterator[Any]:
    """A connection of its own that a request before has opened."""
    own = connection.copy()
    own.ensure_connection()
    yield own
    own.close()


@contextmanager
def request_on(own: Any, seconds_later: float) -> Iterator[Any]:
    """As Django begins a request; gives what the driver has sent."""
    own.close_if_unusable_or_obsolete()
    time = "core.postgresql.base.monotonic"
    with (
        patch(time, return_value=own._proved_until - 1 + seconds_later),
        patch.object(psycopg.Cursor, "execute", autospec=True, side_effect=psycopg.Cursor.execute) as sent,
    ):
        own.close_if_health_check_failed()
        own.ensure_connection()
        yield sent


def process_of(own: Any) -> int:
    return own.connection.info.backend_pid


def test_connection_is_checked_by_a_statement_once_a_second(open_connection: Any) -> None:
    process = process_of(open_connection)
    with request_on(open_connection, seconds_later=0.9) as sent:
        assert sent.call_count == 0
    with request_on(open_connection, seconds_later=1.1) as sent:
        assert [call.args[1] for call in sent.mock_calls] == ["SELECT 1"]
    with request_on(open_connection, seconds_later=0.9) as sent:
        assert sent.call_count == 0
    assert process_of(open_connection) == process


def test_connection_that_the_server_ended_is_replaced_at_once(open_connection: Any) -> None:
    process = process_of(open_connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [process])
        assert cursor.fetchone() == (True,)
    with request_on(open_connection, seconds_later=0.1):
        assert process_of(open_connection) != process
        with open_connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def test_connection_that_this_process_closed_is_replaced(open_connection: Any) -> None:
    open_connection.connection.close()
    with request_on(open_connection, seconds_later=0.1), open_connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_connection_with_an_error_is_checked_by_a_statement(open_connection: Any) -> None:
    open_connection.errors_occurred = True
    with patch.object(type(open_connection), "is_usable", autospec=True, return_value=False) as checked:
        open_connection.close_if_unusable_or_obsolete()
    assert checked.call_count == 1
    assert open_connection.connection is None
