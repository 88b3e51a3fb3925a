"""Which request may be answered from the cache, and by which answer: everything that its bytes depend on."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.handlers.wsgi import get_str_from_wsgi
from django.http import parse_cookie
from django.urls import Resolver404, resolve

from core.http.cookies import PREFIX
from core.http.rsgi import REFUSED
from core.response_cache.declare import Declaration

OUR_COOKIES = ("choxa", f"{PREFIX}choxa")
_METHODS = {False: ("GET", "HEAD"), True: ("GET", "HEAD", "POST")}
_GZIP = re.compile(r"\bgzip\b")  # as Django's GZipMiddleware reads it
_MAX_PATH = 300  # characters
_MAX_QUERY = 2_000  # characters
_MAX_BODY = 16_000  # bytes of an operation
_API_PARAMS = ("query", "operationName", "variables")
_JSON = ("", "*/*", "application/json")  # values of Accept to which the page for developers is no answer

Environ = dict[str, Any]  # WSGI's


@dataclass(frozen=True)
class Lookup:
    """A guest's request for an answer that may be cached. `query` is the query string with known parameters only."""

    key: Hashable
    declaration: Declaration
    query: str


def read_lookup(environ: Environ, read_body: Callable[[], bytes]) -> Lookup | None:
    """None where the answer may depend on the person, or the view does not declare that it may be cached.

    Also None for what is longer than any of our pages' addresses, and for headers with values that none of them sends.
    """
    path = environ["PATH_INFO"]
    declaration = _declaration(path) if len(path) <= _MAX_PATH else None
    if declaration is None or environ["REQUEST_METHOD"] not in _METHODS[declaration.is_api]:
        return None
    if "HTTP_AUTHORIZATION" in environ or "HTTP_AUTHORIZATION_BEARER" in environ or REFUSED in environ:
        return None
    cookies = environ.get("HTTP_COOKIE")
    language = _language(get_str_from_wsgi(environ, "HTTP_COOKIE", "")) if cookies else settings.LANGUAGE_CODE
    query = _known(environ.get("QUERY_STRING", ""), _API_PARAMS if declaration.is_api else declaration.params)
    by_htmx = environ.get("HTTP_HX_REQUEST", "")
    if language is None or query is None or by_htmx not in ("", "true"):
        return None
    parts = (
        path,
        query,
        language,
        bool(_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", ""))),
        by_htmx,
        environ.get("HTTP_HOST") or environ["SERVER_NAME"],
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
    )
    if not declaration.is_api:
        return Lookup(parts, declaration, query)
    operation = _operation(environ, read_body)
    return None if operation is None else Lookup((*parts, *operation), declaration, query)


@lru_cache(4_096)
def _declaration(path: str) -> Declaration | None:
    try:
        return getattr(resolve(path.encode("latin-1").decode()).func, "cached", None)
    except (Resolver404, UnicodeError):
        return None


def _language(cookies: str) -> str | None:
    """The chosen one; None where there is another cookie of ours."""
    language = settings.LANGUAGE_CODE
    for name, value in parse_cookie(cookies).items():
        if name == settings.LANGUAGE_COOKIE_NAME:
            language = value if value in dict(settings.LANGUAGES) else language
        elif name.startswith(OUR_COOKIES):
            return None
    return language


def _known(query: str, names: tuple[str, ...]) -> str | None:
    """The query string with the last value of each of `names`, in their order; None where it is not text."""
    if not query:
        return ""
    if len(query) > _MAX_QUERY or not query.isascii():
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        return None
    if any("\0" in name or "\0" in value for name, value in pairs):
        return None
    last = dict(pairs)
    return urlencode([(name, last[name]) for name in names if name in last])


def _operation(environ: Environ, read_body: Callable[[], bytes]) -> tuple[Hashable, ...] | None:
    """What else an API's answer depends on; None for a body that is too long to be a key."""
    origin = environ.get("HTTP_ORIGIN", "")
    if origin not in settings.API_ORIGINS and "*" not in settings.API_ORIGINS:
        origin = ""  # no header of the answer names it
    if environ["REQUEST_METHOD"] != "POST":
        return ("GET", origin) if environ.get("HTTP_ACCEPT", "") in _JSON else None
    length = str(environ.get("CONTENT_LENGTH", ""))
    if not length.isdecimal() or int(length) > _MAX_BODY or environ.get("CONTENT_TYPE") != "application/json":
        return None
    return "POST", origin, read_body()
