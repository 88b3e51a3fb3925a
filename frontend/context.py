"""What every page may show."""

from django.http import HttpRequest


def face(request: HttpRequest) -> dict[str, object]:
    return {}
