"""`python -m marketplace restore FILE`: an archive of `backup` into an empty copy, then every invariant."""

import argparse
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from accounts import erasures
from marketplace.backup.passphrase import read_passphrase
from marketplace.backup.restore import Unpacked, forget_half, refuse_used_home, restore
from marketplace.backup.write import KEY_SUFFIX
from marketplace.embedded import home
from marketplace.embedded.database import check_answers, embedded, use
from marketplace.embedded.say import complain, say


class Command(BaseCommand):
    help = "Bring FILE into an empty CHOXA_HOME (or an empty database of DATABASE_URL), then verify it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", help="a file whose first line is the passphrase; else it is asked for")
        parser.add_argument("--secret-key", type=Path, help="the signing key's file; default: FILE.secret-key if there")

    def handle(self, *args: Any, file: Path, key_file: str | None, secret_key: Path | None, **options: Any) -> None:
        refuse_used_home()
        if not erasures.path().exists():
            complain(
                Exception(
                    f"Chưa có {erasures.path()}: ai đã được xóa dữ liệu sau bản sao lưu sẽ hiện lại. · "
                    f"There is no {erasures.path()}: whoever was erased since the backup appears again."
                )
            )
        passphrase = read_passphrase(key_file, twice=False)
        beside = file.with_name(file.name + KEY_SUFFIX)
        archive = Unpacked(file, passphrase, secret_key or (beside if beside.exists() else None))
        server, failed = embedded(), False
        try:
            with home.held(settings.HOME):
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
                forget_half()
        broken = [result for result in results if not result["ok"]]
        for result in broken:
            complain(Exception(f"{result['invariant']}: {result['details']}"))
        if broken:
            raise SystemExit(1)
        say(
            f"Đã phục hồi bản ngày {archive.manifest.created_at[:10]}, {len(results)} phép kiểm tra đều đúng",
            f"restored the backup of {archive.manifest.created_at[:10]}, all {len(results)} invariants hold",
        )
