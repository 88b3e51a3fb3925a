"""The user's account: name and roles, password, open sessions and how to end them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, User
from accounts.queries import open_sessions, sign_ins_of, unread_notices
from accounts.reauthentication import reauthentication_required
from accounts.second_factor.policy import has_second_factor
from accounts.services import change_password, end_session, sign_out_everywhere
from cooperatives.queries import acting_sellers
from frontend.account.forms import PasswordForm
from frontend.account.required_actions import store_required_action
from frontend.account.security_notices import words_of
from frontend.common import cookies
from frontend.common.submit import perform, submit


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return _page(request, PasswordForm())


@require_POST
@never_cache
@sensitive_post_parameters("old_password", "new_password")
@login_required
def new_password(request: HttpRequest) -> HttpResponse:
    user, form = _person(request), PasswordForm(request.POST)
    if not submit(form, lambda: change_password.change_password(user=user, **form.cleaned_data), raises=()):
        return _page(request, form, status=422)
    update_session_auth_hash(request, user)
    store_required_action(request, user)
    messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác đã bị đăng xuất."))
    return redirect("account:home")


@require_POST
@login_required
@reauthentication_required("account:home")
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    sign_out_everywhere.sign_out_everywhere(user=user, actor=user)
    logout(request)
    messages.success(request, _("Đã đăng xuất khỏi tất cả thiết bị."))
    response = redirect("account:sign-in")
    cookies.clear(response)
    return response


@require_POST
@login_required
@reauthentication_required("account:home")
def end_other_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """End one other session."""
    end = partial(end_session.end_session, user=_person(request), public_id=session_id)
    if perform(request, end, raises=(), level=messages.WARNING):
        messages.success(request, _("Đã đăng xuất máy đó."))
    return redirect("account:home")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required
    return request.user


def _page(request: HttpRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
    user = _person(request)
    roles = Membership.objects.filter(user=user, revoked_at=None).select_related("unit").order_by("pk")
    context = {
        "form": form,
        "roles": roles,
        "sellers": acting_sellers(user),
        "sessions": open_sessions(user, request.session.session_key),
        "sign_ins": sign_ins_of(user),
        "has_second_factor": has_second_factor(user),
        "notices": [words_of(notice) for notice in unread_notices(user)],
    }
    return render(request, "account/home.html", context, status=status)
