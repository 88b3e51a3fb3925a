"""Opens the log of a request. At its end it writes the refusal, the access log entry and the metric."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from core import metrics
from core.logs.access import PROBES, record_access
from core.logs.context import close_log, open_log
from core.logs.security import Event, record_event


class RequestLogMiddleware:
    """The first middleware, so that all others log with the request's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        log = open_log(request)
        try:
            with connection.execute_wrapper(log.count_statement):
                response = self.get_response(request)
            if log.refusal:
                record_event(Event.ACCESS_REFUSED, reason=log.refusal, status=response.status_code)
            if request.path not in PROBES or response.status_code != 200:
                record_access(log, response.status_code)
                metrics.observe_request(log, response.status_code)
            return response
        finally:
            close_log()
