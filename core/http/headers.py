"""Response headers of every answer: pages, files, errors, `healthz`."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def _gateway() -> str:
    """Where a buyer's form may lead besides our own address: browsers check the redirect to the payment page too."""
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
# None of a phone's abilities, except that a button copies the account number.
_UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope hid"
    " magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb"
    " web-share xr-spatial-tracking"
)
ABILITIES = ", ".join([*(f"{name}=()" for name in _UNUSED.split()), "clipboard-write=(self)"])
# A page of ours stands alone: in no frame, in no group with another site's window, its parts loaded by no other site.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ABILITIES,
    "Referrer-Policy": "same-origin",  # addresses of orders and payments are secrets
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Addresses that programs call: they are refused without TLS and never redirected, so that nobody overlooks it.
_FOR_PROGRAMS = re.compile(r"/(v[12]|graphql|payments/feeds)(/|$)|/payments/[\w-]+/ipn$")
_METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
_ECHOES = ("TRACE", "TRACK", "CONNECT")  # would send a request's secrets back, or the proxy elsewhere
NO_STORE, REVALIDATE = "private, no-store", "private, no-cache"


def same_for_all(view: View) -> View:
    """A page that shows strangers nothing of anyone: browsers may keep it, and ask whether it is still true.

    Every other answer is kept nowhere: the next person at the same browser must not find it by the Back button.
    """
    view.same_for_all = True  # type: ignore[attr-defined]
    return view


class ResponseHeadersMiddleware:
    """Outermost, so that no answer goes without. A view may say otherwise for itself."""

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
        ):  # what browsers must not keep, search engines must not either
            response.headers.setdefault("X-Robots-Tag", "noindex")
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
    """How long browsers keep to TLS, as Django's own middleware says it."""
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}"


class PlainTextMiddleware:
    """Under https, a form or a program's request without TLS is refused, not redirected as a page is: others have read
    it on the way already, and a redirect would hide that it happens.
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
