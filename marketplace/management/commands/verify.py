"""`python -m marketplace verify`: every invariant recomputed from its rows, a line each; status 1 if one is broken."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from core.integrity import check_integrity, record_run
from devserver.database import reachable


class Command(BaseCommand):
    help = "Recompute every invariant; exit status 1 if any does not hold."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with reachable():
            results = list(check_integrity())
            record_run(results)
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2))
        else:
            for result in results:
                self._write_line(result)
        if not all(result["ok"] for result in results):
            raise SystemExit(1)

    def _write_line(self, result: dict[str, Any]) -> None:
        self.stdout.write(f"{'✓' if result['ok'] else '✗'} {result['invariant']} ({result['checked']})")
        for detail in result["details"]:
            self.stdout.write(f"    {detail}")
