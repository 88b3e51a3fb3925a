"""`python -m marketplace up`: the whole shop on this machine, until Ctrl-C."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.embedded.up import up


class Command(BaseCommand):
    help = "Run database, web and worker on this machine (PORT, CHOXA_HOME, CHOXA_HOST, DATABASE_URL)."
    requires_system_checks: list[str] = []  # a web worker that fails its checks says so itself

    def handle(self, *args: Any, **options: Any) -> None:
        up(os.environ.get("CHOXA_HOST") or "127.0.0.1")
