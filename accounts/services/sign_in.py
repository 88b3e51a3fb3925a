"""Authenticate by phone or e-mail and password; the callers create a session or tokens."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from accounts.browsers import browser_family
from accounts.devices import device_for
from accounts.identifiers import identifier_q, normalize_identifier
from accounts.models import User
from accounts.passwords.opaque import prepare_password
from accounts.services.record_audit import record_audit
from core import throttle
from core.addresses import network
from core.errors import DomainError, TooManyTries
from core.logs.security import Event, record_event

Limits = tuple[tuple[int, timedelta], ...]

# Failed attempts allowed in growing windows: a typing error costs nothing, a guesser soon waits an hour. Each account
# is counted per network, so that nobody can lock a person out from elsewhere, and over all networks with a high limit
# against distributed guessing. A network may be a whole commune behind one carrier.
_PER_ACCOUNT_AND_NETWORK: Limits = ((5, timedelta(minutes=1)), (10, timedelta(minutes=15)), (20, timedelta(hours=1)))
_PER_ACCOUNT: Limits = ((100, timedelta(hours=1)), (300, timedelta(days=1)))
_PER_NETWORK: Limits = ((30, timedelta(minutes=1)), (100, timedelta(minutes=15)), (200, timedelta(hours=1)))


@dataclass(frozen=True)
class Visitor:
    """The origin of a request: address, User-Agent, and device token (`devices`)."""

    ip: str
    user_agent: str = ""
    device: str = ""

    def describe(self) -> dict[str, str]:
        """The facts for the audit trail: the network and the browser family."""
        return {"network": network(self.ip), "browser": browser_family(self.user_agent)}


def sign_in(*, identifier: str, password: str, visitor: Visitor) -> User:
    """The user of this phone or e-mail and password.

    Raises DomainError INVALID_CREDENTIALS in the same words and the same time whether the user is unknown, closed,
    refused (a demo person in production) or the password is wrong; TOO_MANY_REQUESTS after too many failures. Counts in
    the database, so it must not run inside a transaction that may be rolled back.
    """
    tries = _tries(identifier, visitor)
    try:
        for key, limit, window in tries:
            throttle.consume(key, limit, window)
    except TooManyTries as refusal:
        record_refusal(User.objects.filter(identifier_q(identifier)).first(), visitor, refusal)
        raise
    user = _authenticated(identifier, password)
    if user is None:
        record_failure(User.objects.filter(identifier_q(identifier)).first(), visitor, reason="password")
        raise DomainError(_("Số điện thoại, email hoặc mật khẩu chưa đúng."), code="INVALID_CREDENTIALS")
    for key, _limit, _window in tries:
        throttle.refund_token(key)
    return user


def record_failure(user: User | None, visitor: Visitor, **more: str) -> None:
    """Record a failed sign-in for the account's owner. An unknown identifier costs the same statement."""
    record_event(Event.SIGN_IN_FAILED, account=f"user:{user.pk}" if user else "unknown", **more)
    record_audit(actor=None, action="user.sign_in_failed", obj=user or User(), after=visitor.describe() | more)


def record_refusal(user: User | None, visitor: Visitor, refusal: DomainError, **more: str) -> None:
    """Record a refused sign-in. Of attempts above a limit only the first is recorded."""
    if not isinstance(refusal, TooManyTries):
        record_failure(user, visitor, reason=refusal.code.lower(), **more)
    elif refusal.is_first:
        record_failure(user, visitor, reason="throttled", **more)


def record_sign_in(user: User, visitor: Visitor, *, factor: str, **more: str) -> None:
    """Record a complete sign-in; `factor` is "password", or the second factor."""
    more |= {"factor": factor}
    record_event(Event.SIGN_IN, account=f"user:{user.pk}", **more)
    record_audit(actor=user, action="user.sign_in", obj=user, after=visitor.describe() | more)


def _authenticated(identifier: str, password: str) -> User | None:
    try:
        prepared = prepare_password(password)
    except DomainError:  # such a password cannot have been set: refused before the lookup, at the same cost for all
        return None
    user = authenticate(username=identifier, password=prepared)
    return user if isinstance(user, User) else None


def _tries(identifier: str, visitor: Visitor) -> list[tuple[str, int, timedelta]]:
    """The counters of this attempt. A known device is counted separately from the attempts of others."""
    if device := _known_device(identifier, visitor):
        return _counted(f"device:{device}", _PER_ACCOUNT_AND_NETWORK)
    account = hashlib.sha256(normalize_identifier(identifier).encode()).hexdigest()[:32]  # no personal data in keys
    where = network(visitor.ip)
    return [
        *_counted(f"network:{where}", _PER_NETWORK),
        *_counted(f"account:{account}:{where}", _PER_ACCOUNT_AND_NETWORK),
        *_counted(f"account:{account}", _PER_ACCOUNT),
    ]


def _counted(name: str, limits: Limits) -> list[tuple[str, int, timedelta]]:
    return [(f"sign-in:{name}:{int(window.total_seconds())}", limit, window) for limit, window in limits]


def _known_device(identifier: str, visitor: Visitor) -> str | None:
    if not visitor.device:
        return None
    user = User.objects.filter(identifier_q(identifier)).first()
    return device_for(visitor.device, user) if user else None
