"""Confirm or refuse the reset of an account: the second of two people of the operator."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.independence import require_independent
from accounts.models import AccountReset, ResetKind, ResetStatus, User
from accounts.roles import is_operator
from accounts.services.make_password_link import issue_link
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from accounts.services.request_reset import LASTS
from accounts.services.set_up_second_factor import discard_second_factor
from accounts.services.sign_out_everywhere import end_sessions
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def confirm_reset(*, reset_id: int, actor: User) -> str | None:
    """Remove the password or the second factor, end every session and token, and notify the person.

    For a password: the one-time link to hand over; the old password is invalid from now on. Raises Forbidden (not of
    the operator), NotFound, or DomainError SECOND_PERSON_NEEDED (the requester, or the account's owner),
    APPROVER_NOT_INDEPENDENT, RESET_UNEXPECTED_STATE.
    """
    reset = _open(reset_id, actor)
    if actor.pk in (reset.requested_by_id, reset.user_id):
        raise DomainError(_("Cần một người khác của đơn vị vận hành xác nhận."), code="SECOND_PERSON_NEEDED")
    require_independent(actor, of=[reset.requested_by_id], since=reset.requested_at)
    user = User.objects.select_for_update().get(pk=reset.user_id)
    if reset.kind == ResetKind.PASSWORD:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    else:
        discard_second_factor(user)
    end_sessions(user)
    _decide(reset, ResetStatus.CONFIRMED, actor)
    action = f"user.reset_{reset.kind}"
    facts = {"requested_by": reset.requested_by_id, "identity_check": reset.identity_check}
    record_audit(actor=actor, action=action, obj=user, after=facts)
    notify_person(user, action)
    return issue_link(user=user, actor=actor) if reset.kind == ResetKind.PASSWORD else None


@transaction.atomic
def refuse_reset(*, reset_id: int, actor: User) -> None:
    """Cancel a reset; its requester may do so, too. Raises Forbidden, NotFound, DomainError RESET_UNEXPECTED_STATE."""
    reset = _open(reset_id, actor)
    _decide(reset, ResetStatus.REFUSED, actor)
    record_audit(actor=actor, action="user.refuse_reset", obj=reset.user, after={"kind": reset.kind})


def _open(reset_id: int, actor: User) -> AccountReset:
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được đặt lại tài khoản."))
    reset = lock_row(AccountReset.objects.filter(pk=reset_id))
    if reset is None:
        raise NotFound(_("Không tìm thấy yêu cầu này."))
    if reset.status != ResetStatus.REQUESTED or reset.requested_at <= clock.now() - LASTS:
        raise DomainError(_("Yêu cầu này đã xong hoặc đã quá 72 giờ."), code="RESET_UNEXPECTED_STATE")
    return reset


def _decide(reset: AccountReset, status: ResetStatus, actor: User) -> None:
    reset.status, reset.decided_by, reset.decided_at = status, actor, clock.now()
    reset.save(update_fields=["status", "decided_by", "decided_at"])
