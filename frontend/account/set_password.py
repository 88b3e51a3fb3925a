"""The page of a one-time link: a person sets their own password and signs in with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.passwords.strength import SHORTEST, SHORTEST_AT_WORK
from accounts.roles import works_for_the_public
from accounts.services.use_password_link import person_of_link, use_password_link
from core.errors import DomainError, NotFound
from frontend.account.forms import SetPasswordForm
from frontend.forms import take_refusal


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Signing in comes after it, by every step that it asks for: the link alone opens nothing."""
    try:
        user = person_of_link(token)
        form = SetPasswordForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return _page(request, form, user)
        try:
            use_password_link(token=token, password=form.cleaned_data["password"])
        except NotFound:
            raise
        except DomainError as refusal:
            take_refusal(form, refusal)
            return _page(request, form, user)
    except NotFound as gone:
        return render(request, "account/set_password.html", {"gone": str(gone.message)}, status=404)
    messages.success(request, _("Đã đặt mật khẩu. Mời bạn đăng nhập."))
    return redirect("account:sign-in")


def _page(request: HttpRequest, form: SetPasswordForm, user: User) -> HttpResponse:
    shortest = SHORTEST_AT_WORK if works_for_the_public(user) else SHORTEST
    context = {"form": form, "person": user, "shortest": shortest}
    return render(request, "account/set_password.html", context, status=422 if form.errors else 200)
