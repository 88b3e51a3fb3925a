"""The admin's page of account resets: one person of the operator asks, another confirms and hands the link over."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountReset, User
from accounts.reauthentication import reauthentication_required
from accounts.services.decide_reset import confirm_reset, refuse_reset
from accounts.services.request_reset import request_reset
from core.errors import DomainError
from core.typed_admin import TypedFields


def show_link(request: HttpRequest, user: User, link: str) -> HttpResponse:
    """The one-time link, shown this once: it is kept nowhere."""
    context = {**admin.site.each_context(request), "title": _("Liên kết đặt mật khẩu"), "person": user, "link": link}
    return render(request, "accounts/password_link.html", context)


class Reauthenticated:
    """Before `ModelAdmin`: what changes people and roles asks for the password again (OWASP ASVS 5.0, 7.5.1)."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return reauthentication_required()(super().changeform_view)(request, *args, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return reauthentication_required()(super().changelist_view)(request, *args, **kwargs)  # type: ignore[misc]


class _RequestForm(forms.ModelForm):
    class Meta:
        model = AccountReset
        fields = ["user", "kind", "reason"]
        labels = {"user": _("Của ai"), "kind": _("Gỡ gì"), "reason": _("Lý do, đã kiểm tra người yêu cầu thế nào")}

    def _post_clean(self) -> None:
        """The service validates and writes."""


@admin.register(AccountReset)
class AccountResetAdmin(Reauthenticated, TypedFields, admin.ModelAdmin):
    form = _RequestForm
    list_display = ["user", "kind", "status", "requested_by", "requested_at", "decided_by", "decided_at", "reason"]
    list_filter = ["status", "kind"]
    list_select_related = ["user", "requested_by", "decided_by"]
    raw_id_fields = ["user"]
    ordering = ["-pk"]
    actions = ["confirm", "refuse"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: AccountReset, form: forms.ModelForm, change: bool) -> None:
        asked = form.cleaned_data
        made = request_reset(user=asked["user"], kind=asked["kind"], reason=asked["reason"], actor=_actor(request))
        obj.pk = made.pk

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return self.response_post_save_add(request, AccountReset())

    @admin.action(description=_("Xác nhận (người thứ hai)"), permissions=["add"])
    def confirm(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> HttpResponse | None:
        reset = self._one(request, resets)
        try:
            link = confirm_reset(reset_id=reset.pk, actor=_actor(request)) if reset else None
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return None
        return show_link(request, reset.user, link) if reset and link else None

    @admin.action(description=_("Không đặt lại"), permissions=["add"])
    def refuse(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> None:
        reset = self._one(request, resets)
        try:
            if reset:
                refuse_reset(reset_id=reset.pk, actor=_actor(request))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))

    def _one(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> AccountReset | None:
        chosen = list(resets.select_related("user")[:2])
        if len(chosen) == 1:
            return chosen[0]
        messages.error(request, _("Mỗi lần chọn một yêu cầu."))
        return None


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user
