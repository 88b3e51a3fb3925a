"""Two people, not one with two accounts: whoever approves was neither made nor changed by whoever asked."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from accounts.services.record_audit import reference
from core.errors import DomainError

# What one person does to another's account that could make it theirs.
_CHANGES = (
    "membership.grant",
    "user.add",
    "user.edit",
    "user.make_password_link",
    "user.request_reset",
    "user.reset_password",
    "user.reset_second_factor",
)


def is_independent(approver: User, *, of: Iterable[int | None], since: datetime) -> bool:
    """Whether none of the people `of` (ids of users) made or changed the approver's account since (1 statement)."""
    others = {one for one in of if one is not None} - {approver.pk}
    changed = AuditEntry.objects.filter(
        actor__in=others, object_ref=reference(approver), action__in=_CHANGES, at__gte=since
    )
    return not changed.exists()


def require_independent(approver: User, *, of: Iterable[int | None], since: datetime) -> None:
    """Raises DomainError APPROVER_NOT_INDEPENDENT where someone of `of` made or changed the approver's account since.

    Asked by every approval by two people, with whoever asked and approved before, and the time of the request.
    """
    if not is_independent(approver, of=of, since=since):
        raise DomainError(
            _("Người yêu cầu đã lập hoặc sửa tài khoản của bạn sau khi có yêu cầu này; cần một người khác duyệt."),
            code="APPROVER_NOT_INDEPENDENT",
        )
