"""`python -m marketplace reseal`: after SECRET_KEY was replaced, encrypt again what the former keys encrypted."""

from typing import Any

from django.core.management.base import BaseCommand

from core.console import print_error, print_message
from core.reencryption import reencrypt
from devserver.database import reachable


class Command(BaseCommand):
    help = "Encrypt every secret of the database with the current key; exit status 1 if a text cannot be decrypted."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with reachable():
            counts = reencrypt()
        print_message(
            f"Đã niêm lại {counts['reencrypted']} bí mật, {counts['current']} đã theo khóa mới",
            f"{counts['reencrypted']} secrets were encrypted again, {counts['current']} had the current key",
        )
        if counts["lost"]:
            print_error(
                Exception(
                    f"{counts['lost']} bí mật không mở được: hãy thêm khóa cũ vào CHOXA_OLD_SECRET_KEYS, hoặc nhập lại."
                    f" · {counts['lost']} secrets open with no key: add the former key to CHOXA_OLD_SECRET_KEYS, or "
                    "paste them again."
                )
            )
            raise SystemExit(1)
