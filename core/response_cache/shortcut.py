"""Repeats cached answers before Django builds a request: what its middleware would do is done here, and no more.

That is the client's address, the access log and the metrics. The host was checked when the answer was made.
"""

from django.conf import settings
from django.http import HttpRequest

from core import metrics
from core.addresses import behind_proxies
from core.logs.access import record_access
from core.logs.context import close_log, open_log
from core.response_cache import middleware
from core.response_cache.keys import Environ, read_lookup
from core.response_cache.store import CachedResponse, Sent


def repeat(environ: Environ) -> Sent | None:
    """The cached answer; None where Django must answer. It never waits, so the event loop may call it."""
    known = middleware.known_versions()
    if known is None:
        return None
    lookup = read_lookup(environ, lambda: _body(environ))
    answer = middleware.find(lookup, known) if lookup else None
    if answer is None:
        return None
    sent = answer.sent_to(environ)
    metrics.count_cached_answer("repeated", middleware.store.size)
    if settings.ACCESS_LOG or settings.METRICS:
        _record(environ, answer, sent[0])
    return sent


def _body(environ: Environ) -> bytes:
    """The body, which is complete in memory or a file; Django may read it once more."""
    body: bytes = environ["wsgi.input"].read()
    environ["wsgi.input"].seek(0)
    return body


def _record(environ: Environ, answer: CachedResponse, status: int) -> None:
    if address := behind_proxies(environ.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES):
        environ["REMOTE_ADDR"] = address
    request = HttpRequest()
    request.META, request.method, request.resolver_match = environ, environ["REQUEST_METHOD"], answer.route
    request.path = request.path_info = environ["PATH_INFO"]
    log = open_log(request)
    log.route, log.objects = answer.operation
    try:
        record_access(log, status)
        metrics.observe_request(log, status)
    finally:
        close_log()
