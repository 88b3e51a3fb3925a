"""Serves product photos from the local media folder, cached forever: their names are hashes of their contents."""

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

PUBLIC = "products/"  # other files in the media folder are not public
_NAME = re.compile(r"[a-z0-9-]+\.[a-z]+")  # catalog.media.processing names them; safe within a header
TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}


class MediaMiddleware:
    """Answers requests below MEDIA_URL before session and language are read: a photo is the same for everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.MEDIA_URL) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        picture = self._find(request.path_info.removeprefix(settings.MEDIA_URL))
        if picture is None:
            return HttpResponseNotFound()
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Disposition": f'inline; filename="{picture.name}"',
            "Cross-Origin-Resource-Policy": "cross-origin",  # other sites may show them, too
        }
        return HttpResponse(picture.read_bytes(), content_type=TYPES[picture.suffix], headers=headers)

    def _find(self, name: str) -> Path | None:
        """The file of that name, if it is a public picture inside the media folder."""
        if not name.startswith(PUBLIC) or "\0" in name:
            return None
        root = Path(settings.MEDIA_ROOT).resolve()
        path = (root / name).resolve()
        if not _NAME.fullmatch(path.name):
            return None
        return path if path.is_relative_to(root / PUBLIC) and path.suffix in TYPES and path.is_file() else None
