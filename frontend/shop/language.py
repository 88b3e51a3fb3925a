"""The language switch: a choice stored in a cookie, never negotiated."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from frontend.common.redirects import next_page


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(next_page(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, httponly=True, samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )  # fmt: skip
    return response
