"""The stored data of the signed-in person: exported as a file, and erased with the account."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.reauthentication import reauthentication_required
from accounts.services.erase_person import erase_person
from accounts.services.export_person import export_person
from accounts.services.reauthenticate import reauthenticate
from core import clock
from core.personal_data import Person, holdings
from frontend.account.forms import EraseForm
from frontend.common import cookies
from frontend.common.submit import submit


@require_safe
@never_cache
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    return _page(request, EraseForm())


@require_POST
@never_cache
@login_required
@reauthentication_required("account:my-data")
def my_data_file(request: HttpRequest) -> HttpResponse:
    """All of it as JSON. Orders placed without signing in are not included: their phone was not verified."""
    data = export_person(Person(user_id=_person(request).pk))
    text = json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cho-xa-du-lieu-{clock.today():%Y-%m-%d}.json"'
    return response


@require_POST
@never_cache
@sensitive_post_parameters("password")
@login_required
def erase_account(request: HttpRequest) -> HttpResponse:
    """Needs the password in the same form, even after a recent check: the erasure is final."""
    user, form = _person(request), EraseForm(request.POST)

    def erase() -> None:
        reauthenticate(user=user, password=form.cleaned_data["password"])
        erase_person(Person(user_id=user.pk), actor=user)

    sent = submit(form, erase, raises=())
    if not sent:
        return _page(request, form, status=sent.status)
    logout(request)
    messages.success(request, _("Đã xóa tài khoản và dữ liệu cá nhân của bạn."))
    response = redirect("shop:home")
    cookies.clear(response)
    return response


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required
    return request.user


def _page(request: HttpRequest, form: EraseForm, status: int = 200) -> HttpResponse:
    keeps = [words for holding in holdings() for words in holding.keeps]
    return render(request, "account/my_data.html", {"form": form, "keeps": keeps}, status=status)
