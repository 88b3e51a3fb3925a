"""Response headers of every answer: pages, files, errors, `healthz`."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed

from core.logs.context import current_log

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def _gateway() -> str:
    """The addresses to which a buyer's form may redirect: browsers apply form-action to the payment page, too."""
    parts = urlsplit(settings.VNPAY["pay_url"])
    return f"{parts.scheme}://{parts.netloc}"


# Everything from our own address: no third-party scripts, fonts, maps or trackers (personal data is minimal).
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        f"form-action 'self' {_gateway()}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)
# No device features, except that a button copies the account number.
_UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope hid"
    " magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb"
    " web-share xr-spatial-tracking"
)
ABILITIES = ", ".join([*(f"{name}=()" for name in _UNUSED.split()), "clipboard-write=(self)"])
# Pages are isolated: no frames, no shared window group, and no loading of their parts by other sites.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ABILITIES,
    "Referrer-Policy": "same-origin",  # addresses of orders and payments are secrets
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Addresses that programs call: without TLS they are refused, not redirected, so that the mistake is noticed.
_FOR_PROGRAMS = re.compile(r"/(v[12]|graphql|payments/feeds)(/|$)|/payments/[\w-]+/ipn$")
_METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
_ECHOES = ("TRACE", "TRACK", "CONNECT")  # would echo a request's secrets, or open a tunnel
NO_STORE, REVALIDATE = "private, no-store", "private, no-cache"


def same_for_all(view: View) -> View:
    """A page without personal data: browsers may cache it and revalidate.

    Every other answer is not cached: the next user of the browser must not see it by the Back button.
    """
    view.same_for_all = True  # type: ignore[attr-defined]
    return view


class ResponseHeadersMiddleware:
    """Outermost, so that every answer has them. A view may set its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponseNotAllowed(_METHODS) if request.method in _ECHOES else self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():  # also of answers that SecurityMiddleware never sees
            response.headers.setdefault("Strict-Transport-Security", strict_transport())
        response.headers.setdefault("Cache-Control", REVALIDATE if _may_be_kept(request, response) else NO_STORE)
        if (
            "no-store" in response.headers["Cache-Control"]
        ):  # what browsers must not cache, search engines must not index
            response.headers.setdefault("X-Robots-Tag", "noindex")
        log = current_log()
        if log and response.status_code == 429:
            response.headers.setdefault("Retry-After", str(log.retry_after))
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    route = getattr(request, "resolver_match", None)
    return (
        response.status_code == 200
        and request.method in ("GET", "HEAD")
        and getattr(getattr(route, "func", None), "same_for_all", False)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def strict_transport() -> str:
    """The HSTS header, as Django's own middleware sets it."""
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}"


class PlainTextMiddleware:
    """Under https, a form or a program's request without TLS is refused, not redirected like a page: it was readable in
    transit already, and a redirect would hide the mistake.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_page = request.method in ("GET", "HEAD") and not _FOR_PROGRAMS.match(request.path_info)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not is_page:
            words = (
                "Chưa có gì được ghi lại: hãy dùng địa chỉ https:// · Nothing was recorded: use the https:// address."
            )
            return HttpResponseForbidden(words, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
