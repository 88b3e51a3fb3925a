"""`GET /healthz`: whether web, database and worker are ready to serve, and if not, what is missing."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from core import clock
from core.http.rsgi import AT_WORK
from core.response_cache.listener import listener
from marketplace.tables import lacks_migrations

HANGS_AFTER = 60.0  # seconds of one request: longer than the proxy's timeout and any statement's
LATE = b'{"status":"not ready","waiting_for":["database"]}'  # even this statement waits
# The worker writes every 2 seconds that it works (settings.PROCRASTINATE_WORKER_DEFAULTS), by its own connections.
WORKER_SILENCE = timedelta(seconds=10)
_migrated = False  # cached once true: the software of one process does not change


class HealthMiddleware:
    """Runs first: a load balancer calls by IP address, which ALLOWED_HOSTS would refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz":
            return self.get_response(request)
        response = _healthz(hangs=request.META.get(AT_WORK, 0.0) > HANGS_AFTER)
        response["Cache-Control"] = "no-store"
        return response


def _healthz(*, hangs: bool) -> JsonResponse:
    """200 {"status": "ok"} or 503 {"status": "not ready", "waiting_for": […]}: web, database, migrations, worker.

    200 with "degraded": ["cache"] while this process answers everything anew, because it cannot learn of changes.

    It has a thread of its own (core.http.rsgi): `hangs` if another thread of this process is stuck in one request.
    """
    waiting_for = [*(["web"] if hangs else []), *missing()]
    answer: dict[str, object] = {"status": "ok"}
    if waiting_for:
        answer = {"status": "not ready", "waiting_for": waiting_for}
    elif listener.is_lost:
        answer["degraded"] = ["cache"]
    return JsonResponse(answer, status=503 if waiting_for else 200, json_dumps_params={"separators": (",", ":")})


def missing() -> list[str]:
    """What is not ready, besides the web workers."""
    global _migrated
    try:
        if not (_migrated := _migrated or not lacks_migrations()):
            return ["migrations"]
        check_writable()
        return [] if worker_lives() else ["worker"]
    except DatabaseError:
        connection.close()
        return ["database"]


def check_writable() -> None:
    """Raises DatabaseError if the database cannot write: it creates a small file on its disk and removes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only') = 'on', pg_export_snapshot()")
        if cursor.fetchone()[0]:
            raise OperationalError("the database only reads")


def worker_lives() -> bool:
    with connection.cursor() as cursor:
        query = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > %s)"
        cursor.execute(query, [clock.now() - WORKER_SILENCE])
        return bool(cursor.fetchone()[0])
