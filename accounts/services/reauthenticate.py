"""Prove again who is signed in, before a change that a stolen session must not be able to make."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import throttle
from core.errors import DomainError

_TRIES = 10
_WINDOW = timedelta(hours=1)


def reauthenticate(*, user: User, password: str) -> None:
    """Check the password of a signed-in person, at most 10 wrong ones an hour.

    Raises DomainError INVALID_CREDENTIALS on `password`, TOO_MANY_REQUESTS. Counts in the database, so it must not run
    inside a transaction that may be rolled back.
    """
    key = f"reauthenticate:{user.pk}"
    throttle.spend(key, _TRIES, _WINDOW)
    if not user.check_password(password):
        raise DomainError(_("Mật khẩu chưa đúng."), code="INVALID_CREDENTIALS", field="password")
    throttle.give_back(key)
