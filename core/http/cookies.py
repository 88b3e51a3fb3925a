"""Names of our cookies: under https with the prefix `__Host-`, which browsers accept from this host only.

So neither another subdomain nor a connection without TLS can set a cart, a session or a token.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.signing import Signer, get_cookie_signer
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

PREFIX = "__Host-"


def cookie_name(name: str) -> str:
    """`choxa_cart`, or `__Host-choxa_cart` where cookies are secure. Such a cookie has the path "/" and no domain."""
    return f"{PREFIX}{name}" if settings.SESSION_COOKIE_SECURE else name


def set_private_cookie(response: HttpResponse, name: str, value: str, *, age: int | timedelta) -> None:
    """Set a cookie for `age` (seconds, or a timedelta), not readable by scripts nor sent with other sites' forms."""
    response.set_cookie(
        cookie_name(name), value, max_age=age, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


class _CookieMessages(CookieStorage):
    """Makes its signer where a message is read or stored, which most requests do not."""

    def __init__(self, request: HttpRequest) -> None:
        BaseStorage.__init__(self, request)

    @cached_property
    def signer(self) -> Signer:
        return get_cookie_signer(salt=self.key_salt)

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return cookie_name("choxa_messages")


class Messages(FallbackStorage):
    """Django's notices for the next page: in a cookie, or in the session where they are too long for it."""

    storage_classes = (_CookieMessages, SessionStorage)
