"""Recent reauthentication, required for sensitive changes (OWASP ASVS 5.0, 7.5.1)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from core import clock

LASTS = timedelta(minutes=10)
_KEY = "reauthenticated_at"  # Unix seconds, in the session
View = TypeVar("View", bound=Callable[..., Any])


def mark_reauthenticated(request: HttpRequest) -> None:
    """Store the time of this session's authentication: at sign-in, or again."""
    request.session[_KEY] = int(clock.now().timestamp())


def is_reauthenticated(request: HttpRequest) -> bool:
    """Whether the session's person gave the password within the last 10 minutes."""
    proved_at = request.session.get(_KEY)
    if not isinstance(proved_at, int):
        return False
    return 0 <= clock.now().timestamp() - proved_at <= LASTS.total_seconds()


def reauthentication_url(next_url: str) -> str:
    """The page that asks for the password and then leads back to the path `back_to`."""
    return f"{resolve_url(settings.REAUTHENTICATION_URL)}?{urlencode({'next': next_url})}"


def reauthentication_required(form_page: str = "", *, also_get: bool = False) -> Callable[[View], View]:
    """A decorator: the view's changes require a password check within the last 10 minutes.

    Others are redirected to the password page; their POST is not kept. From there they return to the page of the form:
    `form_page`, a URL name, or the same address. With `also_get` viewing needs it, too. It is placed below the sign-in
    decorator.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            looks = request.method in ("GET", "HEAD")
            if is_reauthenticated(request) or (looks and not also_get):
                return view(request, *args, **kwargs)
            if looks:
                return HttpResponseRedirect(reauthentication_url(request.get_full_path()))
            messages.warning(request, _("Chưa lưu gì. Xác nhận mật khẩu trước, rồi làm lại việc vừa rồi."))
            return HttpResponseRedirect(reauthentication_url(resolve_url(form_page) if form_page else request.path))

        return enter  # type: ignore[return-value]

    return decorate
