"""The archive of PostgreSQL's write-ahead log (WAL) for point-in-time recovery: encrypted, on another disk.

PostgreSQL copies each finished segment to `CHOXA_HOME/postgres/wal`; here it is compressed, encrypted like a backup and
moved to CHOXA_WAL_ARCHIVE, one file a segment. `lineage` in both folders shows that they belong together without a gap.
"""

import gzip
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.console import StartupError, from_os_error, print_error
from core.home import write_private
from devserver.postgres import Server
from marketplace.backup.encryption import DecryptingReader, EncryptingWriter

SUFFIX = ".choxa-wal"
SEGMENT = re.compile(r"[0-9A-F]{24}")
_NAME = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
_PAUSE = 1.0  # seconds between two looks for finished segments
_BLOCK = 1 << 16


class WalArchive:
    """The WAL of the server in `postgres`, archived in `folder`."""

    def __init__(self, server: Server, folder: Path, passphrase: bytes) -> None:
        self.spool, self.folder, self._passphrase = server.spool, folder, passphrase
        self._salt = secrets.token_bytes(16)
        self._mark = server.lineage
        self._last_error = ""

    def claim(self) -> None:
        """Claim the folder. Raises StartupError if it holds the log of another copy, or our log with a gap."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        archived = self.folder / self._mark.name
        if not archived.exists() and not any(self.folder.glob(f"*{SUFFIX}")):
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            write_private(archived, secrets.token_hex(16))
            write_private(self._mark, archived.read_text())
        if not (self._mark.exists() and archived.exists() and self._mark.read_text() == archived.read_text()):
            raise StartupError(
                f"{self.folder} giữ nhật ký của bản khác, hoặc nhật ký đã bị gián đoạn: hãy đặt CHOXA_WAL_ARCHIVE là "
                "thư mục trống rồi chạy marketplace backup --base.",
                f"{self.folder} holds the log of another copy, or the log was interrupted: set CHOXA_WAL_ARCHIVE to an "
                "empty folder, then run marketplace backup --base.",
            )

    def sweep(self) -> int:
        """Move the finished segments; returns their number. Raises OSError; segments that were not moved stay in the
        spool.
        """
        moved = 0
        for path in sorted(self.spool.glob("*")):
            if _NAME.fullmatch(path.name):
                with suppress(FileNotFoundError):  # moved by a concurrent command
                    self._move(path)
                    moved += 1
        return moved

    def _move(self, path: Path) -> None:
        target = self.folder / f"{path.name}{SUFFIX}"
        draft = self.folder / f".{target.name}.{os.getpid()}"
        try:
            with path.open("rb") as segment, os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.truncate()
                writer = EncryptingWriter(file, self._passphrase, self._salt)
                with gzip.GzipFile("", "wb", compresslevel=1, fileobj=writer, mtime=0) as packed:
                    shutil.copyfileobj(segment, packed, _BLOCK)
                writer.close()
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        _sync(self.folder)
        path.unlink()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Sweep in the background, and once more at the end; a failing disk is reported once and retried."""
        over = threading.Event()

        def run() -> None:
            while not over.wait(_PAUSE):
                self._sweep_or_report()

        thread = threading.Thread(target=run, name="wal-archive", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._sweep_or_report()

    def _sweep_or_report(self) -> None:
        try:
            self.sweep()
            self._last_error = ""
        except OSError as error:
            if str(error) != self._last_error:
                print_error(_unarchived(error))
            self._last_error = str(error)


def unpack(folder: Path, since: str, passphrase: bytes, into: Path) -> int:
    """Decrypt every segment from `since` on, with its history files; returns the number. Raises StartupError, OSError.

    Trailing zeros of segments closed by the timeout take no space.
    """
    count = 0
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        name = path.name.removesuffix(SUFFIX)
        if not _NAME.fullmatch(name) or (SEGMENT.fullmatch(name) and name[8:] < since[8:]):
            continue
        with path.open("rb") as file, (into / name).open("wb") as target:
            reader = DecryptingReader(file, passphrase, path)
            with gzip.GzipFile("", "rb", fileobj=reader) as packed:  # type: ignore[call-overload]
                while block := packed.read(_BLOCK):
                    if any(block):
                        target.write(block)
                    else:
                        target.seek(len(block), os.SEEK_CUR)
            target.truncate()
        count += 1
    return count


def remove_before(folder: Path, segment: str) -> int:
    """Remove the segments before `segment`, which no kept base backup needs; returns their number."""
    old = [
        path
        for path in folder.glob(f"*{SUFFIX}")
        if (name := path.name.removesuffix(SUFFIX)) and SEGMENT.match(name) and name[8:24] < segment[8:]
    ]
    for path in old:
        path.unlink()
    return len(old)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unarchived(error: OSError) -> Exception:
    vi, _, en = str(from_os_error(error)).partition(" · ")
    return Exception(f"Nhật ký cơ sở dữ liệu chưa lưu được: {vi} · The database's log is not archived: {en}")
