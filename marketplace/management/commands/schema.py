"""`python -m marketplace schema [--check]`: write schema.graphql, or say whether it is what the code says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.schema import schema


class Command(BaseCommand):
    help = "Write schema.graphql in the repository's root; with --check only compare it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the file is not true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "schema.graphql"
        now = f"{schema}\n"
        if not options["check"]:
            path.write_text(now)
        elif not path.exists() or path.read_text() != now:
            raise CommandError("schema.graphql is not what the code says: run `python -m marketplace schema`.")
