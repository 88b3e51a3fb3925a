"""The manifest of an archive: origin, files with checksums, and what a restore must match."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core import clock
from core.console import StartupError
from marketplace import tables

NAME = "manifest.json"
DATABASE = "database.dump"
MEDIA = "media"
_KEY_MARK = "choxa backup: which key "


@dataclass(frozen=True)
class Manifest:
    """`files` are paths in the archive with the SHA-256 of each; of settings there are names and no values."""

    created_at: str
    mode: str
    key: str  # a mark of SECRET_KEY: a restore must have the same
    migrations: list[str]
    settings: list[str]
    files: dict[str, str]
    first_migrations: dict[str, str] = field(default_factory=dict)  # of the tables

    def write(self) -> bytes:
        return json.dumps(asdict(self), indent=2).encode()


def describe(files: dict[str, str], variables: list[str]) -> Manifest:
    applied = MigrationLoader(connection).applied_migrations
    return Manifest(
        created_at=clock.now().isoformat(),
        mode=settings.ENV,
        key=key_mark(settings.SECRET_KEY),
        migrations=sorted(f"{room}.{name}" for room, name in applied if room in settings.ROOMS),
        settings=variables,
        files=files,
        first_migrations=tables.first_migrations(),
    )


def read(folder: Path) -> Manifest:
    """The manifest of an unpacked archive, every file of which is checked. Raises StartupError."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        raise _damaged(NAME) from None
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    for name in sorted(there | manifest.files.keys()):
        if name not in there or checksum(folder / name) != manifest.files.get(name):
            raise _damaged(name)
    return manifest


def refuse_foreign(manifest: Manifest) -> None:
    """Refuses an archive of another mode, of incompatible or of newer software. Raises StartupError."""
    if manifest.mode != settings.ENV:
        raise StartupError(
            f"Bản sao lưu này của chế độ {manifest.mode}, ở đây là {settings.ENV}: hãy đặt CHOXA_ENV={manifest.mode}.",
            f"This backup is of the mode {manifest.mode}, here is {settings.ENV}: set CHOXA_ENV={manifest.mode}.",
        )
    if tables.differ(manifest.first_migrations):
        raise StartupError(
            "Bản sao lưu này của phần mềm cũ, có các bảng không chuyển sang bản này được: "
            "hãy phục hồi bằng bản phần mềm đã tạo ra nó.",
            "This backup is of older software, whose tables cannot be brought to this version: "
            "restore it with the software that made it.",
        )
    known = {f"{room}.{name}" for room, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise StartupError(
            f"Bản sao lưu này của phần mềm mới hơn (có {newer[-1]}): hãy cập nhật phần mềm.",
            f"This backup is of newer software (it has {newer[-1]}): update the software.",
        )


def key_mark(key: str) -> str:
    """A mark that identifies a key but does not reveal it: the key is long and random."""
    return hashlib.sha256(f"{_KEY_MARK}{key}".encode()).hexdigest()


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(name: str) -> StartupError:
    return StartupError(
        f"Bản sao lưu bị hỏng ở {name}: hãy dùng bản khác.", f"The backup is damaged at {name}: use another one."
    )
