"""Request the reset of a password or second factor: the first of two operators."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountReset, IdentityCheck, ResetKind, ResetStatus, User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, Forbidden

LASTS = timedelta(hours=72)


@transaction.atomic
def request_reset(*, user: User, kind: str, identity_check: str, reason: str, actor: User) -> AccountReset:
    """Store the request with the identity check; another person of the operator confirms it within 72 hours.

    A second factor is reset only after an identity check in person, since the phone may be stolen.

    Raises Forbidden, or DomainError REQUIRED (no reason, or not recognised), IDENTITY_CHECK_TOO_WEAK and
    RESET_UNEXPECTED_STATE (one is open already).
    """
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được yêu cầu đặt lại tài khoản."))
    if not reason.strip():
        raise DomainError(_("Vui lòng ghi lý do, ví dụ đã gặp ai, xem giấy tờ nào."), code="REQUIRED", field="reason")
    if identity_check not in IdentityCheck:
        raise DomainError(
            _("Vui lòng chọn đã nhận ra người yêu cầu bằng cách nào."), code="REQUIRED", field="identity_check"
        )
    if kind == ResetKind.SECOND_FACTOR and identity_check == IdentityCheck.CALL:
        raise DomainError(
            _("Gỡ xác thực hai bước thì phải gặp trực tiếp: điện thoại của họ có thể đang ở tay người khác."),
            code="IDENTITY_CHECK_TOO_WEAK",
            field="identity_check",
        )
    now = clock.now()
    opened = AccountReset.objects.select_for_update().filter(user=user, kind=kind, status=ResetStatus.REQUESTED)
    for old in opened:
        if old.requested_at > now - LASTS:
            raise DomainError(_("Đã có một yêu cầu đang chờ người thứ hai."), code="RESET_UNEXPECTED_STATE")
        old.status = ResetStatus.REFUSED
        old.save(update_fields=["status"])
    reset = AccountReset.objects.create(
        user=user,
        kind=ResetKind(kind),
        identity_check=IdentityCheck(identity_check),
        reason=reason.strip()[:300],
        requested_by=actor,
        requested_at=now,
    )
    facts = {"kind": str(kind), "identity_check": str(identity_check), "reason": reset.reason}
    record_audit(actor=actor, action="user.request_reset", obj=user, after=facts)
    return reset
