"""Which forms are ours: pages that are kept for all guests cannot carry a token for each of them.

A browser states where a form comes from, in headers that no page can set. Where it states nothing, the token decides,
as Django checks it: of a page for guests, which has none, such a form is refused with a page that carries one.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
OTHER_ORIGIN = "the form comes from another site"


class SameOriginMiddleware(CsrfViewMiddleware):
    """Unsafe methods need `Sec-Fetch-Site: same-origin` or `none`, else an `Origin` that is ours, else a token."""

    def process_view(  # type: ignore[override]  # a refusal is a page of ours
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: Any, callback_kwargs: Any
    ) -> HttpResponse | None:
        is_exempt = getattr(callback, "csrf_exempt", False) or getattr(request, "_dont_enforce_csrf_checks", False)
        if request.method in _SAFE_METHODS or is_exempt or getattr(request, "csrf_processing_done", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        is_ours = _is_ours(request)
        if is_ours is None:
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return self._accept(request) if is_ours else self._reject(request, OTHER_ORIGIN)  # type: ignore[attr-defined]


def _is_ours(request: HttpRequest) -> bool | None:
    """None where the browser states nothing."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return site in ("same-origin", "none")
    if origin := request.META.get("HTTP_ORIGIN"):
        return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return None
