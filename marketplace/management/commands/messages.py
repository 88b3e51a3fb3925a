"""`python -m marketplace messages`: bring locale/ up to date with the words in code and templates."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace import messages


class Command(BaseCommand):
    help = "Collect the words of the shop into locale/en, compile the catalogues and name what lacks English."

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = messages.update()
        messages.compile_catalogues()
        self.stdout.write(f"{messages.english()}: {len(lacking)} messages without an English translation.")
        for message in lacking:
            self.stdout.write(f"  {message}")
