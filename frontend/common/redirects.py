"""Redirect targets: only paths of our own site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_path(typed: str) -> str:
    """The typed path if it is one of this site; else "".

    Redirect to it by HttpResponseRedirect: `redirect()` would treat other text as a URL name.
    """
    is_path = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if is_path else ""


def next_page(request: HttpRequest, default: str = "/") -> str:
    """`next` of the form or the URL, if it is a path of this site."""
    return own_path(request.POST.get("next") or request.GET.get("next") or "") or default
