"""The time limit of one statement of a web request, including its waiting for locks."""

from django.conf import settings


def limit_statements(seconds: int) -> None:
    """Set PostgreSQL's `statement_timeout` for every connection that this process opens from now on.

    Called by the WSGI application only: the worker and the commands may take as long as they need.
    """
    options = settings.DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c statement_timeout={seconds * 1_000}".strip()
