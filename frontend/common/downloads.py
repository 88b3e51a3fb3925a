"""A file made for one reader, as an answer."""

from django.http import HttpResponse


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """`kind` is its content type; `name` (ASCII, no quotes) what it is saved as."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
