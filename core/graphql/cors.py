"""The foreign origins that may call the API from a browser (CORS): `settings.API_ORIGINS`.

The API knows bearer tokens only, no cookies; so credentials are never allowed.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_HEADERS = "Authorization, Authorization-Bearer, Content-Type"
_SECONDS = "7200"  # how long a browser may remember a preflight


def allow_origin(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with the headers that let the page of an allowed origin read it."""
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin and ("*" in settings.API_ORIGINS or origin in settings.API_ORIGINS):
        response["Access-Control-Allow-Origin"] = origin
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response["Access-Control-Allow-Methods"] = "GET, POST"
            response["Access-Control-Allow-Headers"] = _HEADERS
            response["Access-Control-Max-Age"] = _SECONDS
    return response
