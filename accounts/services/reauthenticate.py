"""Check the signed-in person again, before a change that a stolen session must not make."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import throttle
from core.errors import DomainError, TooManyTries
from core.logs.security import Event, record_event

_TRIES = 10
_WINDOW = timedelta(hours=1)


def reauthenticate(*, user: User, password: str) -> None:
    """Check the password of a signed-in person, at most 10 wrong ones an hour.

    Raises DomainError INVALID_CREDENTIALS on `password`, TOO_MANY_REQUESTS. Counts in the database, so it must not run
    inside a transaction that may be rolled back.
    """
    key = f"reauthenticate:{user.pk}"
    consume_attempt(user, key, _TRIES, _WINDOW)
    if not user.check_password(password):
        record_wrong_proof(user, "password")
        raise DomainError(_("Mật khẩu chưa đúng."), code="INVALID_CREDENTIALS", field="password")
    throttle.refund_token(key)


def consume_attempt(user: User, key: str, limit: int, window: timedelta) -> None:
    """Count one reauthentication attempt; raises TooManyTries. The first one above the limit is logged."""
    try:
        throttle.consume(key, limit, window)
    except TooManyTries as refusal:
        if refusal.is_first:
            record_wrong_proof(user, "throttled")
        raise


def record_wrong_proof(user: User, reason: str) -> None:
    """Log a failed reauthentication: "password", "second_factor", "throttled"."""
    record_event(Event.REAUTHENTICATION_FAILED, account=f"user:{user.pk}", reason=reason)
    record_audit(actor=user, action="user.reauthentication_failed", obj=user, after={"reason": reason})
