"""Restore a backup into an empty copy: everything is checked before any change, and every invariant at the end."""

import shutil
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts import erasures
from accounts.services.erase_person import erase_again
from core.console import StartupError
from core.errors import DomainError
from core.home import remember_mode, write_private
from core.integrity import check_integrity
from core.tar_files import extract
from marketplace import tables
from marketplace.backup import manifest, postgres
from marketplace.backup.encryption import DecryptingReader

_HOME_PARTS = ("postgres", "media", "secret-key")  # the data of a copy under CHOXA_HOME


def refuse_used_home() -> None:
    """Raises StartupError if this copy has data already; called before a database is started in it."""
    for name in _HOME_PARTS:
        path = settings.HOME / name
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise StartupError(
                f"{path} đã có dữ liệu: hãy phục hồi vào CHOXA_HOME=… trống.",
                f"{path} holds data already: restore into an empty CHOXA_HOME=….",
            )


def remove_unfinished() -> None:
    """Remove what a failed restore left in the home folder, which was empty before."""
    for name in _HOME_PARTS:
        shutil.rmtree(settings.HOME / name, ignore_errors=True)
        with suppress(OSError):
            (settings.HOME / name).unlink()


class Unpacked:
    """An unpacked and fully checked archive; `key` is the signing key that it needs."""

    def __init__(self, source: Path, passphrase: bytes, key_file: Path | None) -> None:
        """Raises StartupError without any change."""
        settings.HOME.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-")
        try:
            self.path, self.passphrase = Path(self._folder.name), passphrase
            _unpack(source, passphrase, self.path)
            self.manifest = manifest.read(self.path)
            manifest.refuse_foreign(self.manifest)
            self.keys = _keys(self.manifest, key_file)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._folder.cleanup()


def restore(archive: Unpacked) -> list[dict[str, Any]]:
    """Restore an archive into the empty database of the settings and the empty home. Returns the results of `verify`.

    People erased after the backup are erased again, by the journal `erasures.jsonl` in the home.

    Raises StartupError; the database is then as empty as before.
    """
    again = read_erasures(archive)
    if not (archive.path / manifest.DATABASE).exists():
        raise StartupError("Đây là bản gốc: hãy thêm --to-time.", "This is a base backup: add --to-time.")
    if not postgres.is_empty():
        raise StartupError(
            "Cơ sở dữ liệu đã có bảng: hãy phục hồi vào cơ sở dữ liệu trống.",
            "The database holds tables already: restore into an empty one.",
        )
    postgres.restore(archive.path / manifest.DATABASE)
    return open_restored(archive, again)


def open_restored(archive: Unpacked, again: list[erasures.Erasure]) -> list[dict[str, Any]]:
    """The steps after the database: photos, signing key, migrations, erasures. Returns the results of `verify`."""
    if (archive.path / manifest.MEDIA).exists():
        shutil.copytree(archive.path / manifest.MEDIA, settings.MEDIA_ROOT, dirs_exist_ok=True)
    if not settings.PRODUCTION:  # production is given its key by CHOXA_SECRET_KEY
        write_private(settings.HOME / "secret-key", f"{archive.keys[0]}\n")
    remember_mode(settings.HOME, settings.ENV)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = archive.keys[0], archive.keys[1:]
    tables.migrate()
    erase_again(again)
    return list(check_integrity())


def read_erasures(archive: Unpacked) -> list[erasures.Erasure]:
    """The journal, read before any change: an unreadable one must not be skipped."""
    try:
        return erasures.read(archive.keys)
    except DomainError as refusal:
        raise StartupError(*str(refusal.message).split(" · ")) from None


def _unpack(source: Path, passphrase: bytes, folder: Path) -> None:
    with source.open("rb") as file:
        reader = DecryptingReader(file, passphrase, source)
        try:
            with tarfile.open(fileobj=reader, mode="r|") as archive:  # type: ignore[call-overload]
                extract(archive, folder)
        except tarfile.TarError:
            raise StartupError(f"{source} bị hỏng.", f"{source} is damaged.") from None
        while reader.read(1 << 20):  # to the last chunk: without it the file is truncated
            pass


def _keys(of: manifest.Manifest, key_file: Path | None) -> list[str]:
    """The signing key of the backup first, then the older ones. Raises StartupError where it is unknown."""
    former_keys = key_file.read_text().splitlines() if key_file else []
    keys = [*former_keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    right = [key for key in keys if manifest.key_mark(key) == of.key]
    if not right:
        raise StartupError(
            "Khóa ký không phải khóa của bản sao lưu: hãy đưa tệp .secret-key bên cạnh nó, hoặc CHOXA_SECRET_KEY cũ.",
            "The signing key is not the backup's: give the .secret-key file beside it, or the former CHOXA_SECRET_KEY.",
        )
    return list(dict.fromkeys([right[0], *keys]))
