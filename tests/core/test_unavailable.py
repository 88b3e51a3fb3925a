"""A full disk and an unreachable database are distinguished from all other errors."""

import errno

import django.db
import psycopg
import pytest
from psycopg import errors

from core.unavailable import is_busy, is_unavailable


def wrapped(cause: Exception) -> Exception:
    """The error as Django wraps it."""
    error = django.db.DataError("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        errors.DiskFull("could not extend file"),
        errors.ReadOnlySqlTransaction("cannot execute INSERT"),
        errors.AdminShutdown("terminating connection"),
        errors.CannotConnectNow("the database system is starting up"),
        errors.TooManyConnections("too many clients"),
        psycopg.OperationalError("connection refused"),
        django.db.InterfaceError("connection already closed"),
    ],
)
def test_disk_and_connection_errors_are_unavailable(error: Exception) -> None:
    assert is_unavailable(error)
    assert is_unavailable(wrapped(error))


@pytest.mark.parametrize(
    "error",
    [
        errors.QueryCanceled("canceling statement due to statement timeout"),
        errors.LockNotAvailable("could not obtain lock"),
        errors.DeadlockDetected("deadlock detected"),
        errors.SerializationFailure("could not serialize access"),
    ],
)
def test_cancelled_statements_are_busy(error: Exception) -> None:
    assert is_busy(error)
    assert is_busy(wrapped(error))
    assert not is_unavailable(error)


@pytest.mark.parametrize(
    "error", [None, ValueError("x"), OSError(errno.ENOENT, "x"), errors.UniqueViolation("x"), TimeoutError("x")]
)
def test_other_errors_are_neither(error: Exception | None) -> None:
    assert not is_unavailable(error)
    assert not is_busy(error)
