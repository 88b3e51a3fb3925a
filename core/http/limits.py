"""The body size limit of each address: small, unless its view takes uploads."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, connection
from django.http import HttpRequest, parse_cookie
from django.urls import Resolver404, resolve

from core.http.last_person import last_person

View = TypeVar("View", bound=Callable[..., Any])

# Bytes of a whole body.
DEFAULT = 1_000_000  # any form without files, GraphQL, /v1
SPREADSHEET = 11_000_000  # a file of 10 MiB and its form
PHOTOS = 60_000_000  # several photos of a phone and their form


def takes_files(limit: int) -> Callable[[View], View]:
    """Marks a view that takes uploads of signed-in users: `limit` bytes for the whole form. The outermost decorator."""

    def mark(view: View) -> View:
        view.max_body = limit  # type: ignore[attr-defined]
        return view

    return mark


class BodyLimits:
    """The largest body in bytes for an address: more than DEFAULT only for upload views and signed-in users. Others are
    refused before their files are read.
    """

    smallest = DEFAULT

    def __call__(self, environ: dict[str, Any], length: int) -> int:
        limit = declared(environ["PATH_INFO"])
        return limit if limit > DEFAULT and length <= limit and _is_signed_in(environ) else DEFAULT


def declared(path: str) -> int:
    """The limit of the view at this address (as WSGI writes it)."""
    try:
        return int(getattr(resolve(path).func, "max_body", DEFAULT))
    except Resolver404:
        return DEFAULT


def _is_signed_in(environ: dict[str, Any]) -> bool:
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    if last_person(parse_cookie(environ.get("HTTP_COOKIE", ""))) is not None:
        return True  # or recently: the form of an ended session is stored (frontend.common.interrupted_form)
    if not key:
        return False
    for _attempt in range(2):  # Django has not checked the connection since the last request
        try:
            request = HttpRequest()
            request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
            return get_user(request).is_authenticated
        except DatabaseError:
            connection.close()
    return False
