"""Whether an error means that the database is unreachable, read-only or too slow now: the answer is then 503 with an
explanation.
"""

import errno
from collections.abc import Iterator

import django.db
import psycopg
from psycopg.errors import (
    DeadlockDetected,
    LockNotAvailable,
    QueryCanceled,
    ReadOnlySqlTransaction,
    SerializationFailure,
)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
# PostgreSQL's classes: no resources (a full disk among them), no connection, the server stops or starts.
_CLASSES = ("53", "08", "57P")
# The statement exceeded `statement_timeout`, or was the victim of a deadlock; the same request may succeed.
_BUSY = (QueryCanceled, LockNotAvailable, DeadlockDetected, SerializationFailure)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether this error or a cause of it is a full or read-only disk, or an unreachable database."""
    return any(_is_cause(cause) for cause in _causes(error))


def is_busy(error: BaseException | None) -> bool:
    """Whether this error or a cause of it is a statement that timed out or was the victim of a deadlock."""
    return any(isinstance(cause, _BUSY) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):  # causes may form a cycle
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _is_cause(error: BaseException) -> bool:
    if isinstance(error, psycopg.Error):
        return _is_away(error)
    return isinstance(error, django.db.InterfaceError) or (isinstance(error, OSError) and error.errno in _NO_ROOM)


def _is_away(error: psycopg.Error) -> bool:
    if error.sqlstate is None:  # libpq's own words: no answer, a cut connection
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_CLASSES) or isinstance(error, ReadOnlySqlTransaction)
