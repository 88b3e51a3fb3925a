"""Where a reader goes next: only ever to an address of our own."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_path(typed: str) -> str:
    """What was typed, where it is a path of this site; "" otherwise.

    Redirect to it by HttpResponseRedirect: `redirect()` takes what is no path for the name of a page.
    """
    is_path = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if is_path else ""


def next_page(request: HttpRequest, default: str = "/") -> str:
    """The form's or the address's `next`, where it is a path of this site."""
    return own_path(request.POST.get("next") or request.GET.get("next") or "") or default
