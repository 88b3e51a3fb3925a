"""Rows and counts for invariants."""

from django.db import connection


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def count(table: str) -> int:
    return rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 (a constant of this package)
