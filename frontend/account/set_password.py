"""The page of a one-time link: a person sets their own password and signs in with it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.passwords.strength import SHORTEST, SHORTEST_AT_WORK
from accounts.roles import works_for_the_public
from accounts.services.use_password_link import person_of_link, use_password_link
from core.errors import NotFound
from core.http.cookies import cookie_name, set_private_cookie
from frontend.account.forms import SetPasswordForm
from frontend.common.submit import submit

_COOKIE = "choxa_password_link"
_LASTS = timedelta(minutes=30)  # the time to set the password after opening the link


@require_safe
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Move the link's secret into a cookie, so that the page's URL opens nothing for others.

    The link stays valid until a password is set, so that a link scanner does not use it up.
    """
    try:
        person_of_link(token)
    except NotFound as gone:
        return _gone(request, gone)
    response = redirect("account:set-password")
    set_private_cookie(response, _COOKIE, token, age=_LASTS)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def set_password(request: HttpRequest) -> HttpResponse:
    """Signing in follows, with all its steps: the link alone gives no access."""
    token = request.COOKIES.get(cookie_name(_COOKIE), "")
    try:
        user = person_of_link(token)
        form = SetPasswordForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not submit(
            form, lambda: use_password_link(token=token, password=form.cleaned_data["password"]), raises=(NotFound,)
        ):
            return _page(request, form, user)
    except NotFound as gone:
        return _gone(request, gone)
    messages.success(request, _("Đã đặt mật khẩu. Mời bạn đăng nhập."))
    response = redirect("account:sign-in")
    response.delete_cookie(cookie_name(_COOKIE), samesite="Lax")
    return response


def _gone(request: HttpRequest, gone: NotFound) -> HttpResponse:
    return render(request, "account/set_password.html", {"gone": str(gone.message)}, status=404)


def _page(request: HttpRequest, form: SetPasswordForm, user: User) -> HttpResponse:
    shortest = SHORTEST_AT_WORK if works_for_the_public(user) else SHORTEST
    context = {"form": form, "person": user, "shortest": shortest}
    return render(request, "account/set_password.html", context, status=422 if form.errors else 200)
