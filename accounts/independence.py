"""Approvals need two people, not one with two accounts: requester and approver must not have created or changed each
other's account, and an account that was created or changed within the last days cannot approve, so that others have
time to notice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User
from accounts.services.record_audit import reference
from core import clock
from core.errors import DomainError

SETTLED_AFTER = timedelta(days=7)
# Changes by which one person could take over another's account.
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
    """Whether since then none of `of` (user ids) created or changed the approver's account, nor the approver one of
    theirs (1 statement).
    """
    others = {one for one in of if one is not None} - {approver.pk}
    others_refs = [reference(User(pk=one)) for one in others]
    either_way = Q(actor__in=others, object_ref=reference(approver)) | Q(actor=approver, object_ref__in=others_refs)
    return not AuditEntry.objects.filter(either_way, action__in=_CHANGES, at__gte=since).exists()


def settled_at(user: User) -> datetime | None:
    """From when an account recently created or changed by another person may approve; None if it may now (1 statement).

    Changes by the system, and by people to their own account, do not count.
    """
    by_others = AuditEntry.objects.exclude(actor=None).exclude(actor=user)
    recent = by_others.filter(object_ref=reference(user), action__in=_CHANGES, at__gt=clock.now() - SETTLED_AFTER)
    latest = recent.order_by("-at").first()
    return latest.at + SETTLED_AFTER if latest else None


def require_independent(approver: User, *, of: Iterable[int | None], since: datetime) -> None:
    """Raises DomainError APPROVER_NOT_INDEPENDENT if one of `of` created or changed the approver's account since, or
    the approver theirs; APPROVER_CHANGED_LATELY if anyone else did within 7 days.

    Called by every approval by two people, with the requester and earlier approvers, and the time of the request.
    """
    if not is_independent(approver, of=of, since=since):
        raise DomainError(
            _("Người yêu cầu hoặc duyệt trước và bạn đã lập hoặc sửa tài khoản của nhau; cần một người khác duyệt."),
            code="APPROVER_NOT_INDEPENDENT",
        )
    if (until := settled_at(approver)) is not None:
        words = _("Tài khoản của bạn mới được người khác lập hoặc sửa; từ %(at)s mới duyệt được.")
        at = f"{clock.local(until):%H:%M %d/%m/%Y}"
        raise DomainError(words % {"at": at}, code="APPROVER_CHANGED_LATELY")
