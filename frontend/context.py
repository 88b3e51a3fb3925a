"""The template context of every page: the market's name and operator, the reader's site, the cart's count. No SQL."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.reauthentication import is_reauthenticated
from frontend.account.session_limits import seconds_left
from frontend.common import cookies


def page_context(request: HttpRequest) -> dict[str, object]:
    """From settings and signed cookies only, so that pages without user data need no statement.

    What only some pages show is read when it is shown.
    """
    signed_in = "_auth_user_id" in getattr(request, "session", {})
    # A page for all guests has no token (core.http.forms): Django's tag writes nothing, and no cookie is set.
    no_token = {"csrf_token": ""} if getattr(request, "is_for_guests", False) else {}
    return {
        **no_token,
        "market": settings.MARKET,
        "operator": settings.OPERATOR,
        "is_trial": not settings.PRODUCTION,
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "cart_count": SimpleLazyObject(lambda: cookies.cart_count(request)),
        "signed_in": signed_in,
        "session_seconds": seconds_left(request),
        "reauthenticated": SimpleLazyObject(lambda: signed_in and is_reauthenticated(request)),
        "home_site": getattr(request, "session", {}).get("home_site"),
    }
