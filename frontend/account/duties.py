"""Redirect users with a duty (accounts/duties.py) to its page; nothing else opens before."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.duties import Duty, duty_of
from accounts.models import User

_KEY = "duty"  # in the session, so that pages without user data need no statement
_ALWAYS = {
    "account:home",
    "account:end-all-sessions",
    "account:reauthenticate",
    "account:sign-out",
    "account:time-left",
    "shop:language",
}
_WHERE: dict[Duty, tuple[str, set[str], Promise]] = {
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


def remember_duty(request: HttpRequest, user: User) -> Duty | None:
    """Store the person's duty in the session and return it; called when it may have changed."""
    request.session[_KEY] = duty = duty_of(user)
    return duty


class DutiesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Views without cookie authentication (`csrf_exempt`) are not affected."""
        if getattr(view, "csrf_exempt", False) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        duty = request.session.get(_KEY)
        if duty not in _WHERE:
            return None
        page, allowed, why = _WHERE[duty]
        match = request.resolver_match
        if match is None or match.view_name in _ALWAYS | allowed:
            return None
        messages.warning(request, str(why))
        return HttpResponseRedirect(reverse(page))
