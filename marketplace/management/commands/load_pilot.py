"""`python -m marketplace load_pilot`: the pilot's sample data and demo people; never in production."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo_data.seed import seed_pilot
from indicators.definitions.services.load_definitions import load_definitions
from places.services.load_units import load_units


class Command(BaseCommand):
    help = "Load the pilot of data/pilot: sellers, goods, demo people and sample sales (safe to run again)"

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Dữ liệu mẫu không được nạp ở nơi bán thật. · Sample data is not loaded in production (CHOXA_ENV)."
            )
        started = monotonic()
        write = self.stdout.write if verbosity else lambda line: None
        units = load_units()
        write(f"Đơn vị hành chính: thêm {units['created']}, sửa {units['changed']}.")
        write(f"Định nghĩa chỉ số: {load_definitions()}.")
        seed_pilot(write=write)
        if verbosity:
            self.stdout.write(f"Xong sau {monotonic() - started:.1f} giây.")
