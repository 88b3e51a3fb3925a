"""The first and last of a request: its log is open meanwhile, and one line says what was refused to its person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.logs.context import close_log, open_log
from core.logs.security import Event, record_event


class RequestLogMiddleware:
    """Stands before all others, so that each of them writes with the request's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        log = open_log(request)
        try:
            response = self.get_response(request)
            if log.refusal:
                record_event(Event.ACCESS_REFUSED, reason=log.refusal, status=str(response.status_code))
            return response
        finally:
            close_log()
