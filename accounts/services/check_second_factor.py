"""Check the second factor of a sign-in: the app's code, or a recovery code, which is then used up."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Authenticator, RecoveryCode, User
from accounts.second_factor.codes import hash_recovery_code, takes
from accounts.services.record_audit import record_audit
from core import clock, throttle
from core.errors import DomainError
from core.locks import lock_row

# Limits of wrong codes: the password was right, and six digits must not be guessable.
_TRIES = ((5, timedelta(minutes=1)), (10, timedelta(minutes=15)), (20, timedelta(hours=1)), (50, timedelta(days=1)))


def check_second_factor(*, user: User, code: str) -> str:
    """The factor of a valid, unused code: "totp" or "recovery_code".

    Raises DomainError OTP_INVALID on `otp`, TOO_MANY_REQUESTS. Counts in the database, so it must not run inside a
    transaction that may be rolled back.
    """
    for limit, window in _TRIES:
        throttle.consume(_key(user, window), limit, window)
    typed = "".join(code.split())
    factor = "totp" if _is_shown(user, typed) else "recovery_code" if _is_on_paper(user, typed) else ""
    if not factor:
        raise DomainError(
            _("Mã chưa đúng hoặc đã dùng rồi. Hãy ghi mã đang hiện trong ứng dụng."), code="OTP_INVALID", field="otp"
        )
    for _limit, window in _TRIES:
        throttle.refund_token(_key(user, window))
    return factor


def _key(user: User, window: timedelta) -> str:
    return f"second-factor:{user.pk}:{int(window.total_seconds())}"


@transaction.atomic
def _is_shown(user: User, code: str) -> bool:
    device = lock_row(Authenticator.objects.filter(user=user, confirmed_at__isnull=False))
    return device is not None and takes(device, code)


@transaction.atomic
def _is_on_paper(user: User, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, code_hash=hash_recovery_code(code), used_at=None)
    if not unused.update(used_at=clock.now()):
        return False
    record_audit(actor=user, action="user.use_recovery_code", obj=user)
    return True
