"""The admin page of account resets: one operator requests, another confirms and hands over the link."""

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountReset, User
from accounts.service_admin import ByService, actor_of
from accounts.services.decide_reset import confirm_reset, refuse_reset
from accounts.services.request_reset import request_reset
from core.errors import DomainError
from core.typed_admin import TypedFields


def show_link(request: HttpRequest, user: User, link: str) -> HttpResponse:
    """The one-time link, shown once and not stored."""
    context = {**admin.site.each_context(request), "title": _("Liên kết đặt mật khẩu"), "person": user, "link": link}
    return render(request, "accounts/password_link.html", context)


class _RequestForm(forms.ModelForm):
    class Meta:
        model = AccountReset
        fields = ["user", "kind", "identity_check", "reason"]
        labels = {
            "user": _("Của ai"),
            "kind": _("Gỡ gì"),
            "identity_check": _("Đã nhận ra người yêu cầu bằng cách nào"),
            "reason": _("Lý do, đã gặp ở đâu, xem giấy tờ nào"),
        }

    def _post_clean(self) -> None:
        """The service validates and writes."""


@admin.register(AccountReset)
class AccountResetAdmin(TypedFields, ByService):
    form = _RequestForm
    list_display = [
        "user", "kind", "status", "identity_check", "reason", "requested_by", "requested_at", "decided_by", "decided_at"
    ]  # fmt: skip
    list_filter = ["status", "kind"]
    list_select_related = ["user", "requested_by", "decided_by"]
    raw_id_fields = ["user"]
    ordering = ["-pk"]
    actions = ["confirm", "refuse"]

    def save_model(self, request: HttpRequest, obj: AccountReset, form: forms.ModelForm, change: bool) -> None:
        cleaned = form.cleaned_data
        arguments = {name: cleaned[name] for name in ("user", "kind", "identity_check", "reason")}
        obj.pk = request_reset(**arguments, actor=actor_of(request)).pk

    @admin.action(description=_("Xác nhận (người thứ hai)"), permissions=["add"])
    def confirm(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> HttpResponse | None:
        reset = self._one(request, resets)
        try:
            link = confirm_reset(reset_id=reset.pk, actor=actor_of(request)) if reset else None
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return None
        return show_link(request, reset.user, link) if reset and link else None

    @admin.action(description=_("Không đặt lại"), permissions=["add"])
    def refuse(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> None:
        reset = self._one(request, resets)
        try:
            if reset:
                refuse_reset(reset_id=reset.pk, actor=actor_of(request))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))

    def _one(self, request: HttpRequest, resets: QuerySet[AccountReset]) -> AccountReset | None:
        selection = list(resets.select_related("user")[:2])
        if len(selection) == 1:
            return selection[0]
        messages.error(request, _("Mỗi lần chọn một yêu cầu."))
        return None
