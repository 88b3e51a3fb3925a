"""Who was signed in last in a browser: it lets their unfinished form be kept after their session has ended.

A signed cookie of its own, gone when they sign out. It proves nobody and opens nothing.
"""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from core.http.cookies import cookie_name, set_private_cookie

_COOKIE = "choxa_last_person"


def remember(response: HttpResponse, user_id: int) -> None:
    signed = signing.TimestampSigner(salt=_COOKIE).sign(str(user_id))
    set_private_cookie(response, _COOKIE, signed, age=settings.SESSION_COOKIE_AGE)


def clear(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(_COOKIE), samesite="Lax")


def last_person(cookies: Mapping[str, str]) -> str | None:
    """The key of the user, as text; None where nobody was signed in lately."""
    try:
        return signing.TimestampSigner(salt=_COOKIE).unsign(
            cookies.get(cookie_name(_COOKIE), ""), max_age=settings.SESSION_COOKIE_AGE
        )
    except signing.BadSignature:
        return None
