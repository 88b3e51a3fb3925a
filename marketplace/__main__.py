"""`python -m marketplace <command>`: the shop's own commands and Django's."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from core.errors import DomainError
from marketplace.embedded.say import CannotStart, complain, from_database_error, from_os_error


def main() -> None:
    """Run the command; what stands in the way of it is one sentence and exit status 1, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    name, rest = sys.argv[1:2], sys.argv[2:]
    try:
        execute_from_command_line(["marketplace", *[word.replace("-", "_") for word in name], *rest])
    except (CannotStart, ImproperlyConfigured, DomainError) as problem:
        complain(problem)
        raise SystemExit(1) from None
    except OSError as error:
        complain(from_os_error(error))
        raise SystemExit(1) from None
    except OperationalError as error:
        complain(from_database_error(str(error)))
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
