"""Makes the answers of the cache, and repeats them where Django is asked. It stands right below the request's log, so
that an answer is cached with all its headers.

The host was checked, and a request without TLS redirected, before a 200 was made: both are parts of its key.
"""

import gzip
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from hashlib import blake2b

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from core import clock, metrics
from core.logs.context import current_log, note_operation
from core.response_cache.declare import begin_answer, is_refused
from core.response_cache.keys import Lookup, read_lookup
from core.response_cache.listener import Known, listener
from core.response_cache.scopes import SCOPES
from core.response_cache.store import OVERHEAD, CachedResponse, ResponseStore, Sent
from core.response_cache.versions import Versions, read_versions

store = ResponseStore(settings.RESPONSE_CACHE_MB * 1_000_000)


def known_versions() -> Known | None:
    """None where nothing may be answered from the cache, nor added to it."""
    if not store.limit:
        return None
    listener.ensure_started()
    return listener.known()


def find(lookup: Lookup, known: Known) -> CachedResponse | None:
    """The answer that shows every change known; an older one is removed."""
    answer = store.find(lookup.key)
    if answer is None or answer.is_current(known, clock.now().timestamp()):
        return answer
    store.drop(lookup.key, answer)
    return None


class ResponseCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lookup = read_lookup(request.META, lambda: request.body)
        if lookup is None:
            return self.get_response(request)
        known = known_versions()
        if known and (answer := find(lookup, known)):
            request.resolver_match = answer.route
            note_operation(*answer.operation)
            metrics.count_cached_answer("repeated", store.size)
            return _response(answer.sent_to(request.META))
        return self._make(request, lookup, known)

    def _make(self, request: HttpRequest, lookup: Lookup, known: Known | None) -> HttpResponse:
        _remove_unknown(request, lookup)
        versions = _versions_before() if known and request.method != "HEAD" else None
        day = clock.today()
        begin_answer()
        response = self.get_response(request)
        if known is None or versions is None or not _may_be_added(response, lookup):
            return response
        answer = _cached(request, response, lookup, versions, known.connection, day)
        if answer is None:
            return response
        store.add(lookup.key, answer)
        metrics.count_cached_answer("made", store.size)
        sent = answer.sent_to(request.META)
        return _response(sent) if sent[0] == 304 else response


def _response(sent: Sent) -> HttpResponse:
    status, headers, body = sent
    if status == 304:
        return HttpResponseNotModified(headers=dict(headers))
    return HttpResponse(body, headers=dict(headers))


def _remove_unknown(request: HttpRequest, lookup: Lookup) -> None:
    """The view and its templates read only the parameters that are a part of the key, and know that no cookie came."""
    request.META["QUERY_STRING"] = lookup.query
    request.__dict__.pop("GET", None)
    request.is_for_guests = not lookup.declaration.is_api  # type: ignore[attr-defined]


def _versions_before() -> Versions | None:
    """The versions on the server that the answer is then read from; None where it cannot be asked."""
    try:
        return read_versions()
    except DatabaseError:
        connection.close()
        return None


def _may_be_added(response: HttpResponse, lookup: Lookup) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies or is_refused():
        return False
    return lookup.declaration.is_api or "no-store" not in response.headers["Cache-Control"]


def _cached(
    request: HttpRequest,
    response: HttpResponse,
    lookup: Lookup,
    versions: Versions,
    connected: int,
    day: date,
) -> CachedResponse | None:
    scopes = getattr(response, "cache_scopes", _none)() if lookup.declaration.is_api else lookup.declaration.scopes
    if scopes is None:
        return None
    body, log = response.content, current_log()
    plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
    etag = response.headers["ETag"] = f'W/"{blake2b(plain, digest_size=12).hexdigest()}"'
    headers = [(name, str(value)) for name, value in response.items()]
    begin = datetime.combine(day, time(), clock.VIETNAM)
    return CachedResponse(
        body=body,
        headers=headers,
        etag=etag,
        versions=versions,
        scopes=tuple(SCOPES.index(scope) for scope in scopes),
        connection=connected,
        valid_from=begin.timestamp(),
        # Certificates end at midnight, seasons change, "Gửi từ" names another day.
        valid_until=(begin + timedelta(days=1)).timestamp(),
        route=request.resolver_match,
        operation=(log.route, log.objects) if log else ("", ""),
        size=OVERHEAD + len(body) + len(repr(lookup.key)) + sum(len(value) for _name, value in headers),
    )


def _none() -> None:
    """The scopes of an API's answer that must not be cached."""
