"""`python -m marketplace backup FILE`: one encrypted archive of all data of this copy, also while it runs."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.console import print_message
from devserver.database import embedded, reachable
from marketplace.backup import base, wal
from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.write import KEY_SUFFIX, dated, nightly, remove_old, write_backup


class Command(BaseCommand):
    help = "Write database, photos and manifest into FILE, encrypted; the signing key into FILE.secret-key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the archive; a folder: a dated name in it")
        parser.add_argument("--base", action="store_true", help="a base backup into CHOXA_WAL_ARCHIVE instead")
        parser.add_argument("--key-file", help="a file whose first line is the passphrase; else it is asked for")
        parser.add_argument("--keep", type=int, metavar="N", help="keep the newest N archives of the folder")

    def handle(self, *args: Any, file: Path | None, key_file: str | None, keep: int | None, **options: Any) -> None:
        if options["base"] == (file is not None):
            raise CommandError("Hãy đưa TỆP hoặc --base. · Give either FILE or --base.")
        if keep is not None and (keep < 1 or not (options["base"] or (file and file.is_dir()))):
            raise CommandError("--keep N cần N ≥ 1 và một thư mục. · --keep N needs N ≥ 1 and a folder.")
        passphrase = read_passphrase(key_file or settings.BACKUP_KEY_FILE, twice=True)
        if file is None:
            target, removed = _base(passphrase, keep)
        else:
            target = (dated(file) if file.is_dir() else file).absolute()
            with reachable():
                write_backup(target, passphrase)
            removed = remove_old(nightly(file), keep) if keep else []
        print_message(f"Đã sao lưu vào {target}", f"backed up into {target}")
        key_path = f"{target}{KEY_SUFFIX}"
        print_message(
            f"Khóa ký nằm riêng ở {key_path}: hãy cất ở nơi khác; thiếu nó, các khóa ngân hàng đã niêm không mở được",
            f"the signing key lies apart in {key_path}: keep it elsewhere; "
            "without it sealed bank keys cannot be opened",
        )
        for path in removed:
            print_message(f"Đã xóa bản cũ {path}", f"removed the old {path}")


def _base(passphrase: bytes, keep: int | None) -> tuple[Path, list[Path]]:
    """A base backup; with `keep` older ones and the WAL that only they need are removed. Raises StartupError."""
    server, folder = embedded(), settings.WAL_ARCHIVE
    if server is None or folder is None:
        raise CommandError(
            "--base cần cơ sở dữ liệu đi kèm và CHOXA_WAL_ARCHIVE. · "
            "--base needs the embedded database and CHOXA_WAL_ARCHIVE."
        )
    archive = wal.WalArchive(server, folder, passphrase)
    archive.claim()
    with reachable():
        target = base.write_base(server, folder, passphrase)
    archive.sweep()
    if not keep:
        return target, []
    removed = remove_old(base.bases(folder), keep)
    wal.remove_before(folder, base.first_segment(base.bases(folder)[0]))
    return target, removed
