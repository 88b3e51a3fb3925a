"""Whether an error means that nothing can be written or reached now: the answer is then 503 and a clear word."""

import errno

import django.db
import psycopg
from psycopg.errors import ReadOnlySqlTransaction

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
# PostgreSQL's classes: no resources (a full disk among them), no connection, the server stops or starts.
_CLASSES = ("53", "08", "57P")


def is_unavailable(error: BaseException | None) -> bool:
    """Whether a full or read-only disk, or a database that is away, is this error or a cause of it."""
    for _ in range(20):  # a cause may lead back to itself
        if error is None:
            return False
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if isinstance(error, psycopg.Error) and _is_away(error):
            return True
        if isinstance(error, django.db.InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_away(error: psycopg.Error) -> bool:
    if error.sqlstate is None:  # libpq's own words: no answer, a cut connection
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_CLASSES) or isinstance(error, ReadOnlySqlTransaction)
