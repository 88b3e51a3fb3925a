"""Base backups: the files of the embedded server as `pg_basebackup` takes them. Recovery by the log begins with one."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from core import clock
from core.console import StartupError, from_database_error
from devserver.cluster import BACKUP_ROLE, environment
from devserver.postgres import Server
from marketplace.backup.write import KEY_SUFFIX, SUFFIX, write_archive

FILES = "base.tar"
_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(rf"choxa-base-(\d{{8}}-\d{{6}})-([0-9A-F]{{24}}){re.escape(SUFFIX)}")


def write_base(server: Server, folder: Path, passphrase: bytes) -> Path:
    """Write a base backup with the photos, encrypted, into the folder, and the signing key beside it; its path.

    Its name has the time at which it was complete (the earliest recovery target) and the first WAL segment that it
    needs. Raises StartupError, OSError.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        segment = cursor.fetchone()[0]
    draft = folder / f".base{SUFFIX}"
    key = write_archive(draft, passphrase, FILES, lambda target: _take(server, target))
    path = folder / f"choxa-base-{timezone.localtime(clock.now()):{_TIME}}-{segment}{SUFFIX}"
    key.replace(folder / f"{path.name}{KEY_SUFFIX}")
    return draft.replace(path)


def newest_base(folder: Path, until: datetime | None) -> Path:
    """The newest base backup that was complete before a time. Raises StartupError without one."""
    whole = [path for path in bases(folder) if until is None or _whole_at(path) <= until]
    if not whole:
        raise StartupError(
            f"{folder} không có bản gốc nào trước lúc đó (marketplace backup --base).",
            f"{folder} holds no base backup from before that moment (marketplace backup --base).",
        )
    return whole[-1]


def bases(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(path for path in folder.glob(f"choxa-base-*{SUFFIX}") if _NAME.fullmatch(path.name))


def _whole_at(path: Path) -> datetime:
    second = timezone.make_aware(datetime.strptime(_parts(path)[0], _TIME))
    return second + timedelta(seconds=1)


def first_segment(path: Path) -> str:
    return _parts(path)[1]


def _parts(path: Path) -> tuple[str, str]:
    match = _NAME.fullmatch(path.name)
    if not match:
        raise StartupError(f"{path} không phải bản gốc của Chợ Xã.", f"{path} is no base backup of Chợ Xã.")
    return match[1], match[2]


def _take(server: Server, target: Path) -> None:
    params = connection.get_connection_params()
    conninfo = make_conninfo(host=params["host"], port=params["port"], user=BACKUP_ROLE)
    words = ["--pgdata=-", "--format=tar", "--wal-method=none", "--checkpoint=fast", "--no-password"]
    with target.open("wb") as file:
        done = subprocess.run(  # noqa: S603 - our own arguments; the password is in no list of processes
            [server.cluster.programs / "pg_basebackup", *words, f"--dbname={conninfo}"],
            stdout=file,
            stderr=subprocess.PIPE,
            env=environment() | {"PGPASSWORD": server.backup_password},
            text=True,
            check=False,
        )
    if done.returncode:
        raise from_database_error(done.stderr)
