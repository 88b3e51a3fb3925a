"""The personal data of this room: accounts, sign-ins, and the audit trail's entries about them."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Func, JSONField, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import (
    AccountReset,
    AuditEntry,
    Authenticator,
    Membership,
    PasswordLink,
    RecoveryCode,
    SecurityNotice,
    Session,
    User,
)
from accounts.refresh_tokens import end_families
from core import clock
from core.locks import lock_rows
from core.personal_data import Holding, Person, Rows, Words, add_holding, describe

ERASED_NAME = "Người đã xóa dữ liệu"
# Personal facts in the entries about the person's own account; the trigger allows no others to be removed.
IN_AUDIT = ("phone", "email", "full_name", "network", "browser")

describe("accounts.User", erased=("phone", "email", "full_name"), other={"password": "a hash; erased with the account"})
describe("accounts.AuditEntry", erased=("before", "after"), other={"on_behalf_of": "a key", "object_ref": "a key"})
describe("accounts.AccountReset", erased=("reason",))
describe("accounts.Session", other={"session_key": "random", "session_data": "keys; deleted with the account"})
describe("sessions.Session", other={"session_data": "the table is not used"})
describe(
    "admin.LogEntry",
    erased=("object_repr",),
    other={"change_message": "names of fields, no values", "object_id": "a key"},
)
describe("auth.Permission", other={"name": "of a permission", "codename": "of a permission"})
describe("auth.Group", other={"name": "of a group"})
describe("procrastinate.ProcrastinateJob", other={"args": "keys", "queue_name": "of a queue", "task_name": "of a task"})
describe("procrastinate.ProcrastinatePeriodicDefer", other={"task_name": "of a task"})
describe("contenttypes.ContentType", other={"app_label": "of a room"})


def accounts_of(person: Person) -> QuerySet[User]:
    """The person's account that is not erased yet, by its key or its phone."""
    named = Q(pk=person.user_id) if person.user_id is not None else Q(phone=person.phone, phone__isnull=False)
    users = User.objects.filter(named, erased_at=None)
    return users.filter(created_at__lte=person.until) if person.until else users


def _about(user: User) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(object_ref=f"accounts.User:{user.pk}")


def _export(person: Person) -> dict[str, Rows]:
    export: dict[str, Rows] = {"account": [], "roles": [], "sessions": [], "audit": [], "resets": []}
    for user in accounts_of(person):
        export["account"] += User.objects.filter(pk=user.pk).values(
            "phone", "email", "full_name", "is_active", "created_at", "last_login"
        )
        export["roles"] += Membership.objects.filter(user=user).values(
            "role", "unit__full_name", "granted_at", "revoked_at"
        )
        export["sessions"] += Session.objects.filter(user=user).values("last_seen_at", "expire_date")
        export["resets"] += AccountReset.objects.filter(user=user).values(
            "kind", "identity_check", "reason", "status", "requested_at"
        )
        lines = _about(user) | AuditEntry.objects.filter(actor=user)
        export["audit"] += lines.order_by("pk").values("at", "action", "object_ref", "before", "after")
    return export


def _obstacles(person: Person) -> list[Words]:
    users: list[Words] = []
    for user in accounts_of(person):
        if user.is_demo:
            users.append(_("Đây là tài khoản dùng chung của bản chạy thử."))
        if user.is_staff or user.is_superuser or Membership.objects.filter(user=user, revoked_at=None).exists():
            users.append(_("Tài khoản còn vai trò ở cơ quan hay bên vận hành: hãy thôi vai trò đó trước."))
    return users


def _erase(person: Person) -> dict[str, int]:
    erased = 0
    for user in lock_rows(accounts_of(person)):
        for table in (Session, Authenticator, RecoveryCode, PasswordLink, SecurityNotice):
            table.objects.filter(user=user).delete()
        end_families(user)
        AccountReset.objects.filter(user=user).update(reason="")
        LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)).update(
            object_repr=""
        )
        user.phone, user.email, user.full_name = None, f"da-xoa-{user.pk}@erased.invalid", ERASED_NAME
        user.is_active, user.erased_at = False, clock.now()
        user.set_unusable_password()
        user.save(update_fields=["phone", "email", "full_name", "is_active", "erased_at", "password"])
        _about(user).update(before=_without_person("before"), after=_without_person("after"))
        erased += 1
    return {"accounts.User": erased} if erased else {}


def _without_person(column: str) -> Any:
    keys = Value(list(IN_AUDIT), output_field=JSONField())
    names = Func(keys, template="ARRAY(SELECT jsonb_array_elements_text(%(expressions)s))")
    return Func(F(column), names, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())


def _phones() -> list[str]:
    return [str(phone) for phone in User.objects.exclude(phone=None).values_list("phone", flat=True)]


add_holding(
    Holding(
        room="accounts",
        export=_export,
        erase=_erase,
        obstacles=_obstacles,
        phones=_phones,
        keeps=(gettext_lazy("Nhật ký kiểm tra: ai làm việc gì, lúc nào; không còn tên, số điện thoại và mạng."),),
    )
)
