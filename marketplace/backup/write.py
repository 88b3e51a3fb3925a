"""Write a backup: dump, photos and manifest in one encrypted archive, the signing key in a file beside it."""

import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core import clock
from core.home import write_private
from marketplace.backup import manifest, postgres
from marketplace.backup.encryption import EncryptingWriter

SUFFIX = ".choxa-backup"
KEY_SUFFIX = ".secret-key"


def write_backup(target: Path, passphrase: bytes) -> Path:
    """Write the archive and, beside it, the signing key; returns the key's file. Raises StartupError, OSError, and
    leaves no partial archive.
    """
    return write_archive(target, passphrase, manifest.DATABASE, postgres.dump)


def write_archive(target: Path, passphrase: bytes, name: str, save: Callable[[Path], None]) -> Path:
    """As `write_backup`, for a database that `save` writes into the member `name`."""
    with _private_file(target) as file, tempfile.TemporaryDirectory(dir=target.parent, prefix=".choxa-dump-") as folder:
        database = Path(folder) / name
        save(database)
        out = EncryptingWriter(file, passphrase)
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
            checksums = {name: _add(archive, name, database)}
            for photo, path in _media():
                with suppress(FileNotFoundError):  # removed since it was listed
                    checksums[photo] = _add(archive, photo, path)
            _add_bytes(archive, manifest.NAME, manifest.describe(checksums, _variables()).write())
        out.close()
    key_file = target.with_name(target.name + KEY_SUFFIX)
    write_private(key_file, "\n".join([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]) + "\n")
    return key_file


def nightly(folder: Path) -> list[Path]:
    """The dated archives of a folder."""
    return list(folder.glob(f"choxa-[0-9]*{SUFFIX}"))


def dated(folder: Path) -> Path:
    """The name of a new archive in a folder."""
    return folder / f"choxa-{clock.now():%Y%m%d-%H%M%S}{SUFFIX}"


def remove_old(archives: Iterable[Path], keep: int) -> list[Path]:
    """Remove all archives but the newest `keep`, by their names, with their keys; returns the removed ones."""
    old = sorted(archives, reverse=True)[keep:]
    for path in old:
        path.unlink()
        path.with_name(path.name + KEY_SUFFIX).unlink(missing_ok=True)
    return old


@contextmanager
def _private_file(target: Path) -> Iterator[BinaryIO]:
    """A private file that gets its name once it is complete and flushed to the disk."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _media() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield f"{manifest.MEDIA}/{path.relative_to(root)}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Add one file; the checksum of what was added."""
    digest = manifest.checksum(path)
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
        archive.addfile(member, file)
    return digest


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _variables() -> list[str]:
    """The names of the configured settings, which a new machine needs, too."""
    ours = ("CHOXA_", "VNPAY_", "PAYOS_", "BANK_")
    return sorted(name for name in os.environ if name.startswith(ours) or name in ("DATABASE_URL", "PORT"))
