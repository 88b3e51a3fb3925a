"""The last signed-in user of a browser, so that their unfinished form can be stored after their session has ended.

A signed cookie, deleted at sign-out. It authenticates nobody and grants no access.
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
    """The user's key as text; None without a recent sign-in."""
    try:
        return signing.TimestampSigner(salt=_COOKIE).unsign(
            cookies.get(cookie_name(_COOKIE), ""), max_age=settings.SESSION_COOKIE_AGE
        )
    except signing.BadSignature:
        return None
