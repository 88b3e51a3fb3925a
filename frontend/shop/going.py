"""Where a reader goes next: only ever to an address of our own."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest, default: str = "/") -> str:
    """The form's or the address's `next`, where it is a path of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or default
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return default
