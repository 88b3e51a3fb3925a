"""Statements are prepared, and a column that is altered meanwhile costs at most one transaction."""

from contextlib import suppress

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
