"""Access to the office: officials within their scope, and the operator. Others are shown where to go instead."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.roles import Scope, scope
from core.errors import Forbidden, NotFound
from indicators.areas import Area, area_of, everywhere, home_of, of_unit

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Officer:
    """The signed-in person, their scope, and their own area."""

    user: User
    scope: Scope
    home: Area

    @property
    def is_operator(self) -> bool:
        return self.scope.everything

    @property
    def compares(self) -> bool:
        """Whether there are units to compare: a province has its communes, the operator the provinces."""
        return not self.home.is_commune

    @property
    def role(self) -> str:
        if self.is_operator:
            return _("đơn vị vận hành")
        return _("cán bộ tỉnh") if self.home.is_province else _("cán bộ xã")

    def area(self, code: str | None) -> Area:
        """The requested area by its code, or the person's own. Raises Forbidden."""
        if not code or code == self.home.code:
            return self.home
        return area_of(self.user, code, within=self.scope)


class OfficeRequest(HttpRequest):
    officer: Officer


def office_page(view: View) -> View:
    """Sign-in first; then `request.officer` is set. Refusals are pages of the office."""

    @never_cache
    @wraps(view)
    def enter(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        assert isinstance(request.user, User)
        reach = scope(request.user)
        if not reach:
            return refused(request)
        home = home_of(reach)
        request.officer = Officer(request.user, reach, of_unit(home) if home else everywhere())
        try:
            return view(request, *args, **kwargs)
        except Forbidden as error:
            return refused(request, str(error.message))
        except NotFound as error:
            return _page(request, 404, _("Không tìm thấy"), str(error.message))

    return enter


def operator_only(view: View) -> View:
    """An office page for the operator only."""

    @office_page
    @wraps(view)
    def enter(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.officer.is_operator:
            return refused(request, _("Trang này chỉ dành cho đơn vị vận hành sàn."))
        return view(request, *args, **kwargs)

    return enter


def refused(request: HttpRequest, text: str = "") -> HttpResponse:
    """403, with whom the page is for and where this person can go instead."""
    return _page(
        request,
        403,
        _("Bạn không có quyền xem trang này"),
        text or _("Khu vực này dành cho cán bộ xã, cán bộ tỉnh và đơn vị vận hành sàn."),
    )


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "officer": getattr(request, "officer", None)}
    return render(request, "office/refused.html", context, status=status)
