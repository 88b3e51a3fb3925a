"""Where an error is explained: a page of our own, so that no `doc_url` is dead."""

from django.conf import settings


def doc_url(code: str) -> str:
    return f"{settings.BASE_URL}/v1/docs/errors#{code.replace('_', '-')}"
