"""`python -m marketplace <command>`: the shop's own commands and Django's."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    execute_from_command_line(["marketplace", *sys.argv[1:]])


if __name__ == "__main__":
    main()
