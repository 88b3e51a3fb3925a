"""The answer to a failed request: 503 if the database is unavailable or too slow, else 500; HTML or JSON."""

import sys

import orjson
from django.http import HttpRequest, HttpResponse

from core.graphql.view import BUSY, UNAVAILABLE
from core.unavailable import is_busy, is_unavailable
from frontend.common.error_pages import busy, server_error, unavailable


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is being handled."""
    error = sys.exc_info()[1]
    is_late = is_busy(error)
    if not (is_late or is_unavailable(error)):
        return server_error(request)
    if request.path.startswith("/graphql"):
        body = orjson.dumps({"errors": [BUSY if is_late else UNAVAILABLE]})
        response = HttpResponse(body, status=503, content_type="application/json")
    else:
        response = busy(request) if is_late else unavailable(request)
    response["Retry-After"] = "30"
    return response
