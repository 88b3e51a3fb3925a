"""`python -m marketplace prepare`: tables, places and static files, before the web workers of a release start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.home import remember_mode
from devserver.database import reachable
from marketplace.prepare import prepare


class Command(BaseCommand):
    help = "Migrate, load what every installation needs, compile words, collect static files; each only if it changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with reachable():
            prepare()
        remember_mode(settings.HOME, settings.ENV)
