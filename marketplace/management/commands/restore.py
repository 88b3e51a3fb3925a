"""`python -m marketplace restore FILE`: an archive of `backup` into an empty copy, then every invariant."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from accounts import erasures
from core import home
from core.console import print_error, print_message
from devserver.database import check_answers, embedded, use
from devserver.postgres import Server
from marketplace.backup import base, point_in_time
from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.restore import Unpacked, refuse_used_home, remove_unfinished, restore
from marketplace.backup.write import KEY_SUFFIX


class Command(BaseCommand):
    help = "Bring FILE into an empty CHOXA_HOME (or an empty database of DATABASE_URL), then verify it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive; with --to-time also the folder of the archived log")
        parser.add_argument("--to-time", metavar="TIME", help='"2026-11-30 10:15", or "latest": by the archived log')
        parser.add_argument("--key-file", help="a file whose first line is the passphrase; else it is asked for")
        parser.add_argument("--secret-key", type=Path, help="the signing key's file; default: FILE.secret-key if there")

    def handle(self, *args: Any, file: Path, key_file: str | None, secret_key: Path | None, **options: Any) -> None:
        refuse_used_home()
        until = point_in_time.read_moment(options["to_time"]) if options["to_time"] else None
        if options["to_time"] and embedded() is None:
            raise CommandError("--to-time cần cơ sở dữ liệu đi kèm. · --to-time needs the embedded database.")
        if options["to_time"] and file.is_dir():
            file = base.newest_base(file, until)
        if not erasures.path().exists():
            print_error(
                Exception(
                    f"Chưa có {erasures.path()}: ai đã được xóa dữ liệu sau bản sao lưu sẽ hiện lại. · "
                    f"There is no {erasures.path()}: whoever was erased since the backup appears again."
                )
            )
        passphrase = read_passphrase(key_file or settings.BACKUP_KEY_FILE, twice=False)
        key_path = file.with_name(file.name + KEY_SUFFIX)
        archive = Unpacked(file, passphrase, secret_key or (key_path if key_path.exists() else None))
        server, failed = embedded(), False
        try:
            with home.held(settings.HOME):
                if options["to_time"] and server:
                    results = _to_time(archive, server, file, until)
                else:
                    if server:
                        use(server.start())
                    else:
                        check_answers(os.environ["DATABASE_URL"])
                    results = restore(archive)
        except BaseException:
            failed = True
            raise
        finally:
            archive.close()
            connection.close()
            if server:
                server.stop()
            if failed:
                remove_unfinished()
        broken = [result for result in results if not result["ok"]]
        for result in broken:
            print_error(Exception(f"{result['invariant']}: {result['details']}"))
        if broken:
            raise SystemExit(1)
        print_message(
            f"Đã phục hồi bản ngày {archive.manifest.created_at[:10]}, {len(results)} phép kiểm tra đều đúng",
            f"restored the backup of {archive.manifest.created_at[:10]}, all {len(results)} invariants hold",
        )


def _to_time(archive: Unpacked, server: Server, file: Path, until: datetime | None) -> list[dict[str, Any]]:
    restored = point_in_time.restore_to(archive, server, file.parent, base.first_segment(file), until)
    reached = f"{timezone.localtime(restored.reached):%Y-%m-%d %H:%M:%S}" if restored.reached else "–"
    print_message(f"Giao dịch cuối cùng có lại: {reached}", f"the last transaction that is there: {reached}")
    return restored.results
