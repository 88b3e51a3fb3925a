"""The admin answers only requests from settings.ADMIN_NETWORKS; all others get 404."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver, reverse

from core.addresses import behind_proxies
from core.logs.context import note_refusal


class AdminNetworkMiddleware:
    """Runs early, so that every address of the admin is the same plain 404 from other networks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = reverse("admin:index")
        if f"{request.path_info}/".startswith(door) and not is_inside(request):
            note_refusal("network")
            return get_resolver().resolve_error_handler(404)(request, Http404())  # type: ignore[call-arg]
        return self.get_response(request)


def is_inside(request: HttpRequest) -> bool:
    """Whether the request comes from one of the networks; False if our proxy did not name the client's address."""
    if settings.ADMIN_NETWORKS == ["any"]:
        return True
    forwarded = behind_proxies(request.headers.get("X-Forwarded-For", ""), settings.PROXIES)
    if settings.PROXIES and forwarded is None:  # the address is the proxy's own
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", "").split("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(one, strict=False) for one in settings.ADMIN_NETWORKS)
