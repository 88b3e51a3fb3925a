"""`python -m marketplace ledger`: the trial balance of every account, book and mode."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from core.money import group
from devserver.database import reachable
from payments.ledger.queries import TrialLine, trial_balance


class Command(BaseCommand):
    help = "Print the trial balance; exit status 1 if a book does not come to zero."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with reachable():
            lines = trial_balance()
        books = _books(lines)
        if options["json"]:
            output = {"accounts": [asdict(line) for line in lines], "books": books}
            self.stdout.write(json.dumps(output, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                mode = "live" if line.livemode else "test"
                self.stdout.write(f"{mode} {line.book:4} {line.code:24} {group(line.sum):>20}")
            for book in books:
                self.stdout.write(f"{book['mode']} {book['book']:4} = {group(book['sum'])}")
        if any(book["sum"] for book in books):
            raise SystemExit(1)


def _books(lines: list[TrialLine]) -> list[dict[str, Any]]:
    """Each book of each mode: both sides and their difference, which is 0; debit positive, in đồng."""
    books: dict[tuple[bool, str], dict[str, Any]] = {}
    for line in lines:
        mode = "live" if line.livemode else "test"
        book = books.setdefault(
            (line.livemode, line.book), {"mode": mode, "book": line.book, "debit": 0, "credit": 0, "sum": 0}
        )
        book["debit"] += max(line.sum, 0)
        book["credit"] += max(-line.sum, 0)
        book["sum"] += line.sum
    return list(books.values())
