"""The metrics of requests. `marketplace/metrics` shows them at `/metrics`, beside those read from the database.

Several web workers share one port, so that each scrape reaches another one. Where PROMETHEUS_MULTIPROC_DIR names a
folder, each worker keeps its counts in a file there, and a scrape adds all files up (docs/decisions/0014-metrics.md).
"""

from django.conf import settings
from prometheus_client import Counter, Gauge, Histogram

from core.logs.context import RequestLog

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUEST_SECONDS = Histogram(
    "choxa_request_seconds",
    "Time from the request's arrival at Django to its answer, by the template of its path.",
    ["method", "path", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0),
)

CACHE_ANSWERS = Counter(
    "choxa_response_cache_answers",
    "Answers to guests that were repeated from the cache, and those made and added to it (`made`).",
    ["outcome"],
)
CACHE_BYTES = Gauge(
    "choxa_response_cache_bytes", "What cached answers take in all web workers.", multiprocess_mode="livesum"
)
CACHE_LISTENER = Gauge(
    "choxa_response_cache_listener",
    "1: every web worker knows of all changes; 0: one does not, and repeats nothing.",
    multiprocess_mode="livemin",
)
OF_PROCESS = (REQUEST_SECONDS, CACHE_ANSWERS, CACHE_BYTES, CACHE_LISTENER)


def observe_request(log: RequestLog, status: int) -> None:
    """Count one answered request. Unknown methods and paths without a route create no new series."""
    if settings.METRICS:
        method = log.request.method if log.request.method in _METHODS else "other"
        REQUEST_SECONDS.labels(method, log.path or "none", f"{status // 100}xx").observe(log.milliseconds / 1_000)


def count_cached_answer(outcome: str, size: int) -> None:
    """`outcome` is "repeated" or "made"; `size` are the bytes that all cached answers of this process take."""
    if settings.METRICS:
        CACHE_ANSWERS.labels(outcome).inc()
        CACHE_BYTES.set(size)


def note_listener(*, is_current: bool) -> None:
    """Whether this process knows of all changes that end cached answers."""
    if settings.METRICS:
        CACHE_LISTENER.set(is_current)
