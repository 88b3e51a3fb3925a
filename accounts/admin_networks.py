"""The admin answers only requests from settings.ADMIN_NETWORKS; all others get 404."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver, reverse

from core.addresses import is_from
from core.logs.context import note_refusal


class AdminNetworkMiddleware:
    """Runs early, so that from other networks every address of the admin is the same plain 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if f"{request.path_info}/".startswith(_start()) and not is_inside(request):
            note_refusal("network")
            return get_resolver().resolve_error_handler(404)(request, Http404())  # type: ignore[call-arg]
        return self.get_response(request)


@cache
def _start() -> str:
    """The path under which the admin's addresses are. Kept, because every request asks for it."""
    return reverse("admin:index")


def is_inside(request: HttpRequest) -> bool:
    """Whether the request comes from one of the networks."""
    return settings.ADMIN_NETWORKS == ["any"] or is_from(request, settings.ADMIN_NETWORKS)
