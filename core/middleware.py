"""The client's address, the chosen language, and the refusal of input that is not text."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from core.addresses import behind_proxies

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """REMOTE_ADDR is the client's, also behind our own proxies (settings.PROXIES of them): throttles count by it.

    Without a proxy X-Forwarded-For is a client's claim and is not read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := behind_proxies(request.headers.get("X-Forwarded-For", ""), settings.PROXIES):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class ChosenLanguageMiddleware:
    """Vietnamese unless the reader chose another language. The browser's language is ignored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class TextOnlyMiddleware:
    """Query strings and forms must be UTF-8 without NUL, paths must have no NUL. Browsers send nothing else; PostgreSQL
    cannot store NUL, and Django would replace invalid bytes by U+FFFD. Such a path is 404, such a query string or form
    is 400.

    Views that are not called by forms (`csrf_exempt`) parse and check their own input.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if any("\x00" in value for value in (*args, *kwargs.values()) if isinstance(value, str)):
            raise Http404
        if getattr(view, "csrf_exempt", False):
            return
        sent = [request.GET, request.POST] if request.method == "POST" else [request.GET]
        if any("\x00" in text for part in sent for name, texts in part.lists() for text in (name, *texts)):
            raise BadRequest("a query string or a form holds NUL")
        if not all(_is_utf8(part) for part in _encoded(request)) or _is_multipart_damaged(request):
            raise BadRequest("a query string or a form is not UTF-8")


def _encoded(request: HttpRequest) -> Iterator[bytes]:
    yield request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
        yield request.body


def _is_utf8(encoded: bytes) -> bool:
    if b"%" not in encoded and encoded.isascii():
        return True
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_multipart_damaged(request: HttpRequest) -> bool:
    """Django's multipart parser keeps no raw bytes: the replacement character shows an invalid one."""
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return False
    return any("\ufffd" in text for name, texts in request.POST.lists() for text in (name, *texts))
