"""Prove who someone is by phone or e-mail and password; the front doors make a session or a token of it."""

import hashlib
from datetime import timedelta

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import normalize_identifier
from accounts.models import User
from accounts.passwords.opaque import prepare_password
from core import throttle
from core.addresses import network
from core.errors import DomainError

# Failed tries allowed in growing windows: a typing error costs nothing, a guesser soon waits an hour. An address may
# be a whole commune behind one carrier, so it gets more than an account.
_PER_ACCOUNT = ((5, timedelta(minutes=1)), (10, timedelta(minutes=15)), (20, timedelta(hours=1)))
_PER_ADDRESS = ((30, timedelta(minutes=1)), (100, timedelta(minutes=15)), (200, timedelta(hours=1)))


def sign_in(*, identifier: str, password: str, ip: str) -> User:
    """The user of this phone or e-mail and password.

    Raises DomainError INVALID_CREDENTIALS in the same words and the same time whether the user is unknown, closed,
    refused (a demo person in production) or the password is wrong; TOO_MANY_REQUESTS after too many failures. Counts in
    the database, so it must not run inside a transaction that may be rolled back.
    """
    tries = _tries(identifier, ip)
    for key, limit, window in tries:
        throttle.spend(key, limit, window)
    user = _authenticated(identifier, password)
    if user is None:
        raise DomainError(_("Số điện thoại, email hoặc mật khẩu chưa đúng."), code="INVALID_CREDENTIALS")
    for key, _limit, _window in tries:
        throttle.give_back(key)
    return user


def _authenticated(identifier: str, password: str) -> User | None:
    try:
        prepared = prepare_password(password)
    except DomainError:  # nobody can have set it: refused before any account is looked up, at the same cost for all
        return None
    user = authenticate(username=identifier, password=prepared)
    return user if isinstance(user, User) else None


def _tries(identifier: str, ip: str) -> list[tuple[str, int, timedelta]]:
    account = hashlib.sha256(normalize_identifier(identifier).encode()).hexdigest()[:32]  # no personal data in keys
    named = [(f"sign-in:account:{account}", _PER_ACCOUNT), (f"sign-in:address:{network(ip)}", _PER_ADDRESS)]
    return [
        (f"{name}:{int(window.total_seconds())}", limit, window) for name, limits in named for limit, window in limits
    ]
