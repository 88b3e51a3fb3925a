"""Ask that somebody's password or second factor be taken off: the first of two people of the operator."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountReset, ResetKind, ResetStatus, User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, Forbidden

LASTS = timedelta(hours=72)


@transaction.atomic
def request_reset(*, user: User, kind: str, reason: str, actor: User) -> AccountReset:
    """Write the request down; another person of the operator confirms it within 72 hours.

    Raises Forbidden, or DomainError REQUIRED (no reason) and RESET_UNEXPECTED_STATE (one is open already).
    """
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được yêu cầu đặt lại tài khoản."))
    if not reason.strip():
        raise DomainError(_("Vui lòng ghi lý do, ví dụ đã gặp ai, xem giấy tờ nào."), code="REQUIRED", field="reason")
    now = clock.now()
    opened = AccountReset.objects.select_for_update().filter(user=user, kind=kind, status=ResetStatus.REQUESTED)
    for old in opened:
        if old.requested_at > now - LASTS:
            raise DomainError(_("Đã có một yêu cầu đang chờ người thứ hai."), code="RESET_UNEXPECTED_STATE")
        old.status = ResetStatus.REFUSED
        old.save(update_fields=["status"])
    reset = AccountReset.objects.create(
        user=user, kind=ResetKind(kind), reason=reason.strip()[:300], requested_by=actor, requested_at=now
    )
    record_audit(actor=actor, action="user.request_reset", obj=user, after={"kind": str(kind), "reason": reset.reason})
    return reset
