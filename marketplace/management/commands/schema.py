"""`python -m marketplace schema [--check]`: graphene-django's `graphql_schema`, or a comparison with the file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from graphene import Schema
from graphene_django.management.commands import graphql_schema


class Command(graphql_schema.Command):
    help = "Write schema.graphql in the repository's root; with --check only compare it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is out of date")

    def save_graphql_file(self, out: str, schema: Schema) -> None:
        Path(out).write_text(f"{schema}\n", encoding="utf-8")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            super().handle(*args, **options)
            return
        path = settings.BASE_DIR / "schema.graphql"
        if not path.exists() or path.read_text(encoding="utf-8") != f"{options['schema']}\n":
            raise CommandError("schema.graphql is out of date: run `python -m marketplace schema`.")
