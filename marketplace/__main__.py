"""`python -m marketplace <command>`: the shop's own commands and Django's."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from core.console import StartupError, from_database_error, from_os_error, print_error
from core.errors import DomainError
from core.mode import choose_demo, home_folder
from marketplace.checks import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
# Commands that read only the sources: they work in any installation, with or without a mode.
_OF_SOURCES = ("makemigrations", "messages", "schema", "help", "--help", "version", "--version")
# Allowed in an unsafe production: commands that show the faults or save the data.
_ALWAYS = (*_OF_SOURCES, "check", "backup")


def main() -> None:
    """Run the command; a known error is one sentence and exit status 1, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    name, rest = (sys.argv[1:2] or ["help"])[0], sys.argv[2:]
    try:
        _choose_mode(name, rest)
        if name not in _ALWAYS:
            _refuse_unsafe()
        execute_from_command_line(["marketplace", name.replace("-", "_") if name[0] != "-" else name, *rest])
    except (StartupError, ImproperlyConfigured, DomainError) as problem:
        print_error(problem)
        raise SystemExit(1) from None
    except OSError as error:
        print_error(from_os_error(error))
        raise SystemExit(1) from None
    except OperationalError as error:
        print_error(from_database_error(str(error)))
        raise SystemExit(1) from None


def _choose_mode(name: str, words: list[str]) -> None:
    """Choose the demo for `up --demo` in a new folder, and allow source commands without a mode."""
    if name == "up" and "--demo" in words:
        choose_demo(home_folder(BASE_DIR))
    elif name in _OF_SOURCES:
        os.environ["CHOXA_ENV"] = "test"


def _refuse_unsafe() -> None:
    if settings.PRODUCTION:
        django.setup()
        refuse_unsafe()


if __name__ == "__main__":
    main()
