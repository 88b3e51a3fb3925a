"""Compares the database's migrations with those of this software."""

import hashlib
import json

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from psycopg.sql import SQL, Literal

# The files by which a room's tables are first made. Once released they never change: later changes are `0003_…`.
_FIRST = "migrations/000[012]_*.py"


def migrate() -> None:
    """Create or change the tables, and record in the database which first migrations created them.

    The record is written first, so that the next run continues an interrupted one.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        MigrationRecorder(connection).ensure_schema()
        note = Literal(json.dumps(first_migrations()))
        cursor.execute(SQL("COMMENT ON TABLE django_migrations IS {}").format(note))
    call_command("migrate", verbosity=0, interactive=False)


def first_migrations() -> dict[str, str]:
    """A hash of the first migrations of each room."""
    hashes = {}
    for room in settings.ROOMS:
        if files := sorted((settings.BASE_DIR / room).glob(_FIRST)):
            hashes[room] = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    return hashes


def is_incompatible() -> bool:
    """Whether the tables were created by other first migrations, so that ours cannot be applied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('django_migrations') IS NOT NULL,"
            " obj_description(to_regclass('django_migrations'), 'pg_class')"
        )
        exists, note = cursor.fetchone()
    return exists and differ(json.loads(note or "{}"))


def differ(made_by: dict[str, str]) -> bool:
    """Whether these first migrations are not ours; a room that only we have does not count."""
    ours = first_migrations()
    return not made_by or any(ours.get(room) != value for room, value in made_by.items())


def lacks_migrations() -> bool:
    """Whether the software has migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def newer_migrations() -> list[tuple[str, str]]:
    """Migrations of the rooms that the database has had and this software does not know."""
    loader = MigrationExecutor(connection).loader
    return sorted(
        key for key in loader.applied_migrations if key[0] in settings.ROOMS and key not in loader.disk_migrations
    )
