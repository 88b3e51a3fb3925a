"""Answers a request whose body was refused while it was read, as HTML or JSON."""

from collections.abc import Callable

import orjson
from django.http import HttpRequest, HttpResponse

from core.http.rsgi import REFUSED
from frontend.common.error_pages import body_refused
from payments.api.errors import ApiError

_PROGRAMS = {
    400: ("BODY_INCOMPLETE", "The body has another length than its Content-Length says."),
    408: ("BODY_TOO_SLOW", "The body came too slowly. Nothing was done; send it again."),
    411: ("LENGTH_REQUIRED", "Send the body with a Content-Length; a chunked body is not taken."),
    413: ("BODY_TOO_LARGE", "The body is too large for this address."),
    503: ("BUSY", "Too many bodies are being sent at this moment. Try again in a minute."),
}


class RefusedBodyMiddleware:
    """The last middleware before the views: session and language are known, and no view gets such a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status is None:
            return self.get_response(request)
        code, message = _PROGRAMS[status]
        if request.path.startswith("/graphql"):
            error = {"message": message, "extensions": {"exception": {"code": code}}}
            response = _json({"errors": [error]}, status)
        elif request.path.startswith(("/v1", "/v2")):
            response = _json(ApiError(message, status=status).body(), status)
        else:
            response = body_refused(request, status)
        if status == 503:
            response["Retry-After"] = "60"
        return response


def _json(body: object, status: int) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json")
