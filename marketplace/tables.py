"""How the database's tables stand to this software's migrations."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


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
