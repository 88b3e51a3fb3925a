"""Row locks, always in primary-key order, which prevents deadlocks between two callers."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def lock_rows(rows: "QuerySet[M]") -> list[M]:
    """The rows, locked FOR NO KEY UPDATE in primary-key order. Must run inside a transaction.

    Only the rows' own table is locked, not the tables that `select_related` joins. Foreign keys to the rows may still
    be written meanwhile: PostgreSQL checks them in its own order, so that a stronger lock could deadlock with them.
    """
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def lock_row(rows: "QuerySet[M]") -> M | None:
    """The one row of `rows`, locked likewise, or None."""
    return next(iter(lock_rows(rows)), None)


def try_lock_name(name: str) -> bool:
    """Take the advisory lock of a name until the transaction ends; False at once if another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def lock_name(name: str) -> None:
    """Wait for the advisory lock of a name and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
