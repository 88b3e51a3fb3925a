"""Change one's own password."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.passwords.checked import checked_password
from accounts.services.reauthenticate import consume_attempt, record_wrong_proof
from accounts.services.record_audit import record_audit
from accounts.services.sign_out_everywhere import end_sessions
from core.errors import DomainError


def change_password(*, user: User, old_password: str, new_password: str) -> None:
    """Set the new password and end every session and token made under the old one.

    Raises DomainError on `old_password` (wrong) or `new_password` (too weak, or the same). A caller that keeps its own
    session calls `update_session_auth_hash` afterwards.
    """
    consume_attempt(user, f"password:{user.pk}", 10, timedelta(hours=1))
    if not user.check_password(old_password):
        record_wrong_proof(user, "password")
        raise DomainError(_("Mật khẩu hiện tại chưa đúng."), code="INVALID_CREDENTIALS", field="old_password")
    checked_password(new_password, user, field="new_password")
    if user.check_password(new_password):
        raise DomainError(_("Mật khẩu mới phải khác mật khẩu hiện tại."), field="new_password")
    with transaction.atomic():
        user.set_password(new_password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        end_sessions(user)
        record_audit(actor=user, action="user.change_password", obj=user, after={"epoch": user.session_epoch})
