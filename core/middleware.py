"""Whose address it is, language by choice only, and forms without NUL."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.addresses import behind_proxies

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """REMOTE_ADDR is the client's, also behind our own proxies (settings.PROXIES of them): throttles count by it.

    Without a proxy X-Forwarded-For is anybody's claim and is not read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if found := behind_proxies(request.headers.get("X-Forwarded-For", ""), settings.PROXIES):
            request.META["REMOTE_ADDR"] = found
        return self.get_response(request)


class ChosenLanguageMiddleware:
    """Vietnamese unless the reader chose otherwise: a browser's own language is not a choice."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoNulMiddleware:
    """A form holds no NUL, whichever page takes it: no person types it, and PostgreSQL cannot store it.

    Views that are not called by forms (`csrf_exempt`) read their bodies themselves, in ways of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        if any("\x00" in text for _name, texts in request.POST.lists() for text in texts):
            raise BadRequest("a form holds NUL")
