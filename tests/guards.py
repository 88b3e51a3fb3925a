"""Breaking rows as nobody should be able to: past the database's own guards, undone with the test's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype IN ('c', 'f', 'x') AND connamespace = 'public'::regnamespace
  AND conrelid::regclass::text !~ '^procrastinate'
"""
_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid::regclass::text !~ '^procrastinate'
"""


@contextmanager
def past_every_guard() -> Iterator[None]:
    """Without checks, foreign keys and triggers, as the owner of the tables may have it; the transaction takes it back.

    Not by `session_replication_role`, under which CHECKs hold, and which somebody's own server may refuse.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no event may be pending on a table that changes
        cursor.execute(_CONSTRAINTS)
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(_TRIGGERS)
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
    yield
