"""The version of each scope: how many transactions have changed what it shows, as the reader's snapshot sees it."""

from django.db import connection

from core.response_cache.scopes import SCOPES

Versions = tuple[int, ...]  # a number for each of SCOPES

# One snapshot sees a fold's deleted rows or its sum, never both and never neither.
STATEMENT = "SELECT scope, sum(changes)::bigint FROM core_change GROUP BY scope"
_FOLD = """
WITH folded AS (DELETE FROM core_change RETURNING scope, changes)
INSERT INTO core_change (scope, changes) SELECT scope, sum(changes) FROM folded GROUP BY scope
"""


def in_order(rows: list[tuple[str, int]]) -> Versions:
    """The rows of STATEMENT as versions; 0 where nothing has changed yet."""
    by_scope = dict(rows)
    return tuple(by_scope.get(scope, 0) for scope in SCOPES)


def read_versions() -> Versions:
    """As the server of this thread's connection sees them now: before an answer is rendered on it."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT)
        return in_order(cursor.fetchall())


def fold_changes() -> None:
    """Replace the committed rows of each scope by one row with their sum.

    Of two folds at once the second skips what the first has deleted. Rows of open transactions stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
