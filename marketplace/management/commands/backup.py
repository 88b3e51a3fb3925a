"""`python -m marketplace backup FILE`: one encrypted archive of everything this copy keeps, also while it runs."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.write import dated, remove_old, write_backup
from marketplace.embedded.database import reachable
from marketplace.embedded.say import say


class Command(BaseCommand):
    help = "Write database, photos and manifest into FILE, encrypted; the signing key into FILE.secret-key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive; a folder: a dated name in it")
        parser.add_argument("--key-file", help="a file whose first line is the passphrase; else it is asked for")
        parser.add_argument("--keep", type=int, metavar="N", help="keep the newest N archives of the folder")

    def handle(self, *args: Any, file: Path, key_file: str | None, keep: int | None, **options: Any) -> None:
        if keep is not None and (keep < 1 or not file.is_dir()):
            raise CommandError("--keep N cần N ≥ 1 và một thư mục. · --keep N needs N ≥ 1 and a folder.")
        passphrase = read_passphrase(key_file, twice=True)
        target = (dated(file) if file.is_dir() else file).absolute()
        with reachable():
            beside = write_backup(target, passphrase)
        removed = remove_old(file, keep) if keep else []
        say(f"Đã sao lưu vào {target}", f"backed up into {target}")
        say(
            f"Khóa ký nằm riêng ở {beside}: hãy cất ở nơi khác; thiếu nó, các khóa ngân hàng đã niêm không mở được",
            f"the signing key lies apart in {beside}: keep it elsewhere; without it sealed bank keys cannot be opened",
        )
        for path in removed:
            say(f"Đã xóa bản cũ {path}", f"removed the old {path}")
