"""`python -m marketplace up`: the whole shop on this machine, until Ctrl-C."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from devserver.up import up
from marketplace import tables
from marketplace.backup.archiving import archiving
from marketplace.prepare import prepare


class Command(BaseCommand):
    help = "Run database, web and worker on this machine (PORT, CHOXA_HOME, CHOXA_HOST, DATABASE_URL)."
    requires_system_checks: list[str] = []  # a web worker that fails its checks says so itself

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="make a folder that was not chosen for anything the demo"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        up(settings.HOST, prepare=prepare, is_incompatible=tables.is_incompatible, archiving=archiving)
