"""A generated file as a response."""

from django.http import HttpResponse


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """`kind` is its content type; `name` (ASCII, no quotes) the file name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
