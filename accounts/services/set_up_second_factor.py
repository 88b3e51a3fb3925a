"""Set up one's own second factor: create, confirm with a first code, renew recovery codes, remove."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Authenticator, RecoveryCode, User
from accounts.second_factor.codes import (
    RECOVERY_CODES,
    hash_recovery_code,
    new_recovery_code,
    new_secret,
    takes,
)
from accounts.second_factor.policy import has_second_factor, is_required
from accounts.services.check_second_factor import check_second_factor
from accounts.services.record_audit import record_audit
from accounts.services.sign_out_everywhere import end_sessions
from core import clock
from core.encryption import decrypt, encrypt
from core.errors import DomainError
from core.locks import lock_row


def begin_second_factor(*, user: User) -> str:
    """The secret for the app, in base32; the same one until a code of it confirms it."""
    device, _created = Authenticator.objects.get_or_create(
        user=user, defaults={"encrypted_secret": encrypt(new_secret())}
    )
    if device.confirmed_at:
        raise DomainError(_("Tài khoản này đã bật xác thực hai bước."), code="SECOND_FACTOR_UNEXPECTED_STATE")
    return decrypt(device.encrypted_secret)


@transaction.atomic
def confirm_second_factor(*, user: User, code: str) -> list[str]:
    """Require a code from now on, and end every session and token. Returns the recovery codes, shown once.

    Raises DomainError OTP_INVALID on `otp`, SECOND_FACTOR_UNEXPECTED_STATE. A caller that keeps its own session calls
    `update_session_auth_hash` afterwards.
    """
    device = lock_row(Authenticator.objects.filter(user=user))
    if device is None or device.confirmed_at:
        raise DomainError(_("Tài khoản này đã bật xác thực hai bước."), code="SECOND_FACTOR_UNEXPECTED_STATE")
    if not takes(device, "".join(code.split())):
        raise DomainError(
            _("Mã chưa đúng. Hãy ghi sáu chữ số đang hiện trong ứng dụng; giờ của điện thoại phải đúng."),
            code="OTP_INVALID",
            field="otp",
        )
    device.confirmed_at = clock.now()
    device.save(update_fields=["confirmed_at"])
    end_sessions(user)
    record_audit(actor=user, action="user.add_second_factor", obj=user)
    return _new_codes(user)


def renew_recovery_codes(*, user: User, code: str) -> list[str]:
    """Ten new recovery codes; the former ones become invalid. Raises as `check_second_factor`."""
    check_second_factor(user=user, code=code)
    with transaction.atomic():
        record_audit(actor=user, action="user.renew_recovery_codes", obj=user)
        return _new_codes(user)


def remove_second_factor(*, user: User, code: str) -> None:
    """Require the password alone again.

    Raises DomainError SECOND_FACTOR_REQUIRED for whoever must have one, and as `check_second_factor`.
    """
    if is_required(user):
        raise DomainError(
            _("Cán bộ và đơn vị vận hành phải dùng xác thực hai bước."), code="SECOND_FACTOR_REQUIRED", field="otp"
        )
    check_second_factor(user=user, code=code)
    with transaction.atomic():
        discard_second_factor(user)
        end_sessions(user)
        record_audit(actor=user, action="user.remove_second_factor", obj=user)


def discard_second_factor(user: User) -> None:
    """Delete the secret and the recovery codes, within the caller's transaction."""
    Authenticator.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def unused_recovery_codes(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count() if has_second_factor(user) else 0


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=hash_recovery_code(code)) for code in codes)
    return codes
