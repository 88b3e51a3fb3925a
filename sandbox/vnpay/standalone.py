"""The stand-in as a separate server: only the gateway's addresses, and calls to the shop by HTTP."""

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path

urlpatterns = [path("vnpay-sandbox/", include("sandbox.vnpay.urls"))]


class GatewayHandler(WSGIHandler):
    """Django with the gateway's addresses in place of the shop's."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request.urlconf = __name__
        return super().get_response(request)
