"""Redirect users with a required action (accounts/required_actions.py) to its page; no other page opens before."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.required_actions import RequiredAction, required_action_of

_KEY = "required_action"  # in the session, so that pages without user data need no statement
_ALWAYS = {
    "account:home",
    "account:end-all-sessions",
    "account:reauthenticate",
    "account:sign-out",
    "account:time-left",
    "shop:language",
}
_WHERE: dict[RequiredAction, tuple[str, set[str], Promise]] = {
    "password": (
        "account:home",
        {"account:password"},
        _("Mật khẩu của bạn do người khác đặt. Hãy đổi mật khẩu trước khi dùng tiếp."),
    ),
    "second_factor": (
        "account:second-factor",
        {"account:second-factor", "account:second-factor-confirm", "account:recovery-codes-file"},
        _("Cán bộ và đơn vị vận hành dùng xác thực hai bước. Hãy bật trước khi dùng tiếp."),
    ),
}


def store_required_action(request: HttpRequest, user: User) -> RequiredAction | None:
    """Store the person's required action in the session and return it; called when it may have changed."""
    request.session[_KEY] = required_action = required_action_of(user)
    return required_action


class RequiredActionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Views without cookie authentication (`csrf_exempt`) are not affected."""
        if getattr(view, "csrf_exempt", False) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        required_action = request.session.get(_KEY)
        if required_action not in _WHERE:
            return None
        page, allowed, why = _WHERE[required_action]
        match = request.resolver_match
        if match is None or match.view_name in _ALWAYS | allowed:
            return None
        messages.warning(request, str(why))
        return HttpResponseRedirect(reverse(page))
