"""Two database roles: the owner of the tables, which migrates, and the one of web and worker.

The latter reads and writes rows. It cannot change a table, empty one by TRUNCATE, or switch off the triggers that keep
the ledger and the histories append-only. So neither can an attacker who controls these processes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier, Literal

from core.environment import database_from
from devserver.cluster import RUN_ROLE
from devserver.database import embedded

_LACKS = """
SELECT EXISTS (
  SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  AND NOT has_table_privilege({role}, oid, 'DELETE'))
"""
_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside the block, connect as the owner of the tables: of the embedded server, or of CHOXA_DATABASE_OWNER_URL."""
    owner, runs = _owner(), dict(connection.settings_dict)
    if owner is None or owner["USER"] == runs["USER"]:
        yield
        return
    connection.close()
    connection.settings_dict.update({key: value for key, value in owner.items() if key != "TEST"})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(runs)


def _owner() -> dict[str, Any] | None:
    server = embedded()
    if server is None:
        return settings.DATABASE_OWNER
    return database_from(server.url) if server.url else None


def let_run() -> None:
    """Grant the running role its rights on all tables; called as the owner."""
    role = _running_role()
    if role is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(SQL(_LACKS).format(role=Literal(role)))
        if cursor.fetchone()[0]:
            cursor.execute(SQL(_GRANTS).format(role=Identifier(role)))


def _running_role() -> str | None:
    """None if the owner runs the shop: an own server with one role."""
    if embedded():
        return RUN_ROLE
    return settings.RUN_USER if settings.DATABASE_OWNER else None
