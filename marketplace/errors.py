"""What a failed request is answered: 503 where nothing can be written now, else 500; in the shape of who asked."""

import sys

import orjson
from django.http import HttpRequest, HttpResponse

from core.graphql.view import UNAVAILABLE
from core.unavailable import is_unavailable
from frontend.shop.errors import server_error, unavailable


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is being handled."""
    if not is_unavailable(sys.exc_info()[1]):
        return server_error(request)
    if request.path.startswith("/graphql"):
        body = orjson.dumps({"errors": [UNAVAILABLE]})
        response = HttpResponse(body, status=503, content_type="application/json")
    else:
        response = unavailable(request)
    response["Retry-After"] = "30"
    return response
