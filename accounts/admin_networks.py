"""The admin is there only for networks that the operator names (settings.ADMIN_NETWORKS); for all others it is not."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver, reverse

from core.addresses import behind_proxies
from core.logs.context import note_refusal


class AdminNetworkMiddleware:
    """Before anything that would answer differently where the admin is: elsewhere each address of it is a plain 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = reverse("admin:index")
        if f"{request.path_info}/".startswith(door) and not is_inside(request):
            note_refusal("network")
            return get_resolver().resolve_error_handler(404)(request, Http404())  # type: ignore[call-arg]
        return self.get_response(request)


def is_inside(request: HttpRequest) -> bool:
    """Whether the request comes from one of the networks; no where our proxy did not say from where it comes."""
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
