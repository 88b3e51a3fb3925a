"""The user's second factor: enrolment by QR and a first code, recovery codes shown once, removal."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.models import RecoveryCode, User
from accounts.reauthentication import reauthentication_required
from accounts.second_factor.codes import hash_recovery_code, provisioning_uri
from accounts.second_factor.policy import has_second_factor, is_required
from accounts.services import set_up_second_factor as services
from frontend.account.forms import CodeForm, FirstCodeForm, RecoveryCodesForm
from frontend.account.required_actions import store_required_action
from frontend.common.submit import submit


@require_safe
@never_cache
@login_required
@reauthentication_required(also_get=True)
def second_factor(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@never_cache
@sensitive_post_parameters("otp")
@login_required
@reauthentication_required("account:second-factor")
def confirm(request: HttpRequest) -> HttpResponse:
    user, form = _person(request), FirstCodeForm(request.POST)
    sent = submit(form, lambda: services.confirm_second_factor(user=user, code=form.cleaned_data["otp"]), raises=())
    if not sent:
        return _page(request, form)
    update_session_auth_hash(request, user)
    store_required_action(request, user)
    return render(request, "account/recovery_codes.html", {"codes": sent.value, "is_new": True})


@require_POST
@never_cache
@sensitive_post_parameters("otp")
@login_required
@reauthentication_required("account:second-factor")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, for a code of the app."""
    user, form = _person(request), CodeForm(request.POST)
    sent = submit(form, lambda: services.renew_recovery_codes(user=user, code=form.cleaned_data["otp"]), raises=())
    if not sent:
        return _page(request, form)
    return render(request, "account/recovery_codes.html", {"codes": sent.value})


@require_POST
@never_cache
@login_required
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The codes shown on the page, as a file; only the person's own unused ones are included."""
    form = RecoveryCodesForm(request.POST)
    codes = form.cleaned_data["codes"] if form.is_valid() else []
    hashes = [hash_recovery_code(code) for code in codes]
    if not codes or RecoveryCode.objects.filter(
        user=_person(request), code_hash__in=hashes, used_at=None
    ).count() != len(codes):
        messages.error(request, _("Các mã này không còn dùng được. Hãy lấy mã khôi phục mới."))
        return redirect("account:second-factor")
    response = HttpResponse("\r\n".join(codes) + "\r\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cho-xa-ma-khoi-phuc.txt"'
    return response


@require_POST
@never_cache
@sensitive_post_parameters("otp")
@login_required
@reauthentication_required("account:second-factor")
def disable(request: HttpRequest) -> HttpResponse:
    user, form = _person(request), CodeForm(request.POST)
    if not submit(form, lambda: services.remove_second_factor(user=user, code=form.cleaned_data["otp"]), raises=()):
        return _page(request, form)
    update_session_auth_hash(request, user)
    messages.success(request, _("Đã tắt xác thực hai bước."))
    return redirect("account:home")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required
    return request.user


def _page(request: HttpRequest, form: CodeForm | None = None) -> HttpResponse:
    user = _person(request)
    form = form or (CodeForm() if has_second_factor(user) else FirstCodeForm())
    context: dict[str, object] = {"form": form, "required": is_required(user)}
    if has_second_factor(user):
        context["left"] = services.unused_recovery_codes(user)
    else:
        secret = services.begin_second_factor(user=user)
        context["qr"] = _draw(provisioning_uri(user, secret))
        context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render(request, "account/second_factor.html", context, status=422 if form.errors else 200)


def _draw(uri: str) -> str:
    """The QR as inline SVG: the secret has no URL and is not cached."""
    drawn = segno.make_qr(uri, error="m").svg_inline(
        border=4, omitsize=True, svgclass="qr", lineclass=None, light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 - made of squares by segno
