"""Point-in-time recovery of the embedded server: a base backup, then the archived WAL."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from core import clock
from core.console import StartupError
from devserver.database import use
from devserver.postgres import Server
from devserver.recovery import recover
from marketplace.backup import base, wal
from marketplace.backup.restore import Unpacked, open_restored, read_erasures

LATEST = "latest"


@dataclass(frozen=True)
class Restored:
    reached: datetime | None  # the time of the last recovered transaction
    results: list[dict[str, Any]]  # the results of `verify`


def read_moment(text: str) -> datetime | None:
    """A local time unless it has an offset; None for "latest". Raises StartupError."""
    if text == LATEST:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise StartupError(
            f"--to-time phải như 2026-11-30 10:15, hoặc {LATEST}.",
            f"--to-time must be as 2026-11-30 10:15, or {LATEST}.",
        ) from None
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment > clock.now():
        raise StartupError("--to-time chưa tới.", "--to-time lies ahead.")
    return moment


def restore_to(archive: Unpacked, server: Server, log: Path, segment: str, until: datetime | None) -> Restored:
    """Restore a base backup into the empty home and replay the segments in `log`, from `segment` on. Raises
    StartupError; the caller then removes the partial home.
    """
    files = archive.path / base.FILES
    if not files.exists():
        raise StartupError("Đây không phải bản gốc: hãy bỏ --to-time.", "This is no base backup: leave --to-time out.")
    again = read_erasures(archive)
    room = server.folder / "recovery"
    server.cluster.make_private(room)
    try:
        wal.unpack(log, segment, archive.passphrase, room)
        reached = recover(server, files, room, until)
    finally:
        shutil.rmtree(room)
    use(server.start())
    return Restored(reached, open_restored(archive, again))
