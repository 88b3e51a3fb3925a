"""Whose address it is, language by choice only, and forms without NUL."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
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
    """No NUL in a path, a query string or a form, whichever page takes it: no person types it, and PostgreSQL cannot
    store it. Such a path is of no page, and such a query string or form is a bad request.

    Views that are not called by forms (`csrf_exempt`) read what is sent to them themselves, in ways of their own.
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
