"""The header of an answer 429."""

from datetime import timedelta

from django.http import HttpResponse


def is_wait_within(answer: HttpResponse, window: timedelta) -> bool:
    """Whether `Retry-After` names whole seconds, at least one and at most the window of the limit."""
    return 1 <= int(answer.headers["Retry-After"]) <= window.total_seconds()
