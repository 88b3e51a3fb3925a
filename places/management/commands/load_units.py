"""`python -m marketplace load_units`: administrative units, old and new, from data/units; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from places.services.load_units import load_units


class Command(BaseCommand):
    help = "Load the administrative units of data/units (creates and mends; running it again changes nothing)"

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_units()
        self.stdout.write(
            f"Đơn vị hành chính: thêm {done['created']}, sửa {done['changed']}, {done['successions']} kế thừa mới."
        )
