"""Archives the log of the embedded server while `marketplace up` runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from core.console import print_message
from devserver import database
from marketplace.backup.base import bases
from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.wal import WalArchive


@contextmanager
def archiving() -> Iterator[None]:
    """Archive the write-ahead log to CHOXA_WAL_ARCHIVE inside the block, if that is set. Raises StartupError."""
    server = database.embedded()
    if server is None or settings.WAL_ARCHIVE is None:
        yield
        return
    passphrase = read_passphrase(settings.BACKUP_KEY_FILE, twice=False)
    archive = WalArchive(server, settings.WAL_ARCHIVE, passphrase)
    archive.claim()
    if not bases(settings.WAL_ARCHIVE):
        print_message(
            f"{settings.WAL_ARCHIVE} chưa có bản gốc nào: hãy chạy marketplace backup --base.",
            f"{settings.WAL_ARCHIVE} holds no base backup yet: run marketplace backup --base.",
        )
    with archive.running():
        yield
