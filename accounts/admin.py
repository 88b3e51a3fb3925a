"""The admin of people, roles and the audit trail. Roles change through services, which audit them."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import normalize_email
from accounts.models import AuditEntry, Membership, User
from accounts.phones import normalize_phone
from accounts.reset_admin import show_link
from accounts.service_admin import ByService, Reauthenticated, actor_of
from accounts.services.grant_membership import grant_membership
from accounts.services.make_password_link import make_password_link
from accounts.services.record_audit import record_audit
from accounts.services.revoke_membership import revoke_membership
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError
from core.typed_admin import TypedFields


def refuse_admin_sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The admin redirects to the site's sign-in, which is throttled."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


admin.site.login = refuse_admin_sign_in  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = _("Chợ Xã: vận hành")


admin.site.unregister(Group)  # rights are memberships, each with its place


class _OneSpelling(ModelForm):
    """Phone and e-mail as they are stored, however they are typed."""

    def clean_phone(self) -> str | None:
        typed = self.cleaned_data.get("phone")
        if not typed:
            return None
        phone = normalize_phone(typed)
        if phone is None:
            raise ValidationError(_("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678."))
        return phone

    def clean_email(self) -> str | None:
        typed = self.cleaned_data.get("email")
        return normalize_email(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("phone") and not cleaned.get("email"):
            raise ValidationError(_("Cần số điện thoại hoặc email để đăng nhập."))
        return cleaned


class _ChangeForm(_OneSpelling):
    class Meta:
        model = User
        fields = ["phone", "email", "full_name", "is_active", "is_staff"]


class _AddForm(_OneSpelling):
    """Without a password: the person sets one by a link."""

    class Meta:
        model = User
        fields = ["phone", "email", "full_name"]


@admin.register(User)
class PeopleAdmin(Reauthenticated, TypedFields, UserAdmin):
    form = _ChangeForm
    add_form = _AddForm
    list_display = ["full_name", "phone", "email", "is_active", "is_staff", "is_demo", "last_login"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["phone", "email", "full_name"]
    ordering = ["full_name"]
    filter_horizontal = []
    readonly_fields = ["is_demo", "last_login", "created_at"]
    fieldsets = [
        (None, {"fields": ["full_name", "phone", "email"]}),
        (_("Quyền"), {"fields": ["is_active", "is_staff", "is_demo"]}),
        (_("Thời gian"), {"fields": ["created_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["full_name", "phone", "email"]})]
    actions = ["sign_out", "link"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # accounts are closed and never deleted: the audit trail refers to them

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        after = {name: getattr(obj, name) for name in form.changed_data if name in _ChangeForm.Meta.fields}
        record_audit(actor=actor_of(request), action="user.edit" if change else "user.add", obj=obj, after=after)
        if change and {"is_active", "is_staff", "phone", "email"} & after.keys():
            sign_out_everywhere(user=obj, actor=actor_of(request))  # their identity or permissions have changed

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return show_link(request, obj, make_password_link(user=obj, actor=actor_of(request)))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """No one sets another person's password; one's own is changed on the account page."""
        raise PermissionDenied

    @admin.action(description=_("Tạo liên kết đặt mật khẩu (người chưa có mật khẩu)"))
    def link(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        user = people.first() if people.count() == 1 else None
        if user is None:
            messages.error(request, _("Mỗi lần chọn một người."))
            return None
        try:
            return show_link(request, user, make_password_link(user=user, actor=actor_of(request)))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return None

    @admin.action(description=_("Đăng xuất khỏi mọi thiết bị"))
    def sign_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for user in people:
            sign_out_everywhere(user=user, actor=actor_of(request))


@admin.register(Membership)
class MembershipAdmin(ByService):
    list_display = ["user", "role", "unit", "granted_at", "revoked_at"]
    list_filter = ["role", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "unit"]
    search_fields = ["user__full_name", "user__phone"]
    fields = ["user", "role", "unit"]
    raw_id_fields = ["user", "unit"]
    actions = ["revoke"]

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:
        granted = grant_membership(user=obj.user, role=obj.role, unit=obj.unit, actor=actor_of(request))
        obj.pk = granted.pk

    @admin.action(description=_("Thu hồi vai trò"))
    def revoke(self, request: HttpRequest, memberships: QuerySet[Membership]) -> None:
        try:
            for membership in memberships:
                revoke_membership(membership_id=membership.pk, actor=actor_of(request))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))


@admin.register(AuditEntry)
class AuditEntryAdmin(ByService):
    list_display = ["at", "actor", "action", "object_ref", "on_behalf_of"]
    list_filter = ["action"]
    list_select_related = ["actor"]
    search_fields = ["object_ref", "on_behalf_of", "actor__full_name"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
