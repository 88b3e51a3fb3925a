"""`python -m marketplace demo`: the demo sign-ins and keys, for people and for programs."""

import argparse
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import Forbidden
from core.home import remembered_address
from demo_data.sign_ins import describe
from devserver.database import reachable


class Command(BaseCommand):
    help = "Show the demo sign-ins; refuses in production and where the demo data was not loaded."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with reachable():
            try:
                sign_ins = describe(remembered_address(settings.HOME) or settings.BASE_URL)
            except Forbidden as refusal:
                raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(json.dumps(sign_ins, indent=2))
            return
        self.stdout.write(sign_ins["base_url"])
        for person in sign_ins["sign_ins"]:
            self.stdout.write(f"  {person['role']:12} {person['identifier']}  {person['password']}")
