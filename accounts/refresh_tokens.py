"""Refresh tokens work once: each use returns the next one, and a second use revokes them all (RFC 9700, 4.14.2).

A response may be lost, and two tabs may renew at the same time. So the last used token still works for ten seconds and
returns the same next one. Two holders of one token look the same in that time; if it happens at several uses in a row,
there are two holders, and the sign-in ends.

A sign-in of the API has the idle and absolute limits of a session: those of officials, the operator's people and staff
by the limits of `staff`, everybody else's by those of `seller` (settings.SESSION_LIMITS).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import RefreshTokenFamily, User
from accounts.roles import works_for_the_public
from accounts.services.record_audit import record_audit
from accounts.sessions import Limits, limits_of
from core import clock
from core.logs.security import Event, record_event

LEEWAY = timedelta(seconds=10)
MOST_REPEATS = 2  # uses in a row whose token was repeated within the leeway


def open_family(user: User) -> dict[str, Any]:
    """The claims of the first refresh token of a sign-in: {family, uses, exp}."""
    limits, now = _limits(user), clock.now()
    expires_at = now + limits.absolute
    unused_until = min(now + limits.idle, expires_at)
    return _claims(RefreshTokenFamily.objects.create(user=user, expires_at=expires_at, unused_until=unused_until))


def use(user: User, claims: dict[str, Any]) -> dict[str, Any] | None:
    """The claims of the next token, for those of a valid one; None if it was used before: more than LEEWAY ago, or
    within it at more than MOST_REPEATS uses in a row.

    Then the family is revoked for both holders, and the owner signs in again. It is in the audit trail.
    """
    with transaction.atomic():
        families = RefreshTokenFamily.objects.select_for_update().filter(user=user, unused_until__gt=clock.now())
        family = families.filter(pk=_uuid(claims.get("family"))).first()
        if family is None:
            return None
        uses, now = claims.get("uses"), clock.now()
        if uses == family.uses:
            family.uses, family.used_at = family.uses + 1, now
            family.unused_until = min(now + _limits(user).idle, family.expires_at)
            family.save(update_fields=["uses", "used_at", "unused_until"])
            return _claims(family)
        if uses == family.uses - 1 and family.used_at is not None and now - family.used_at <= LEEWAY:
            _count_repeat(family)
            if family.repeats <= MOST_REPEATS:
                return _claims(family)
        family.delete()
        record_event(Event.TOKEN_REUSED, account=f"user:{user.pk}")
        record_audit(actor=None, action="user.refresh_token_reused", obj=user, after={})
        return None


def _count_repeat(family: RefreshTokenFamily) -> None:
    if family.repeated_use == family.uses:
        return
    family.repeats = family.repeats + 1 if family.repeated_use == family.uses - 1 else 1
    family.repeated_use = family.uses
    family.save(update_fields=["repeats", "repeated_use"])


def end_families(user: User) -> None:
    """End every refresh token of the person."""
    RefreshTokenFamily.objects.filter(user=user).delete()


def clear_expired() -> None:
    """Delete expired families."""
    RefreshTokenFamily.objects.filter(unused_until__lte=clock.now()).delete()


def _limits(user: User) -> Limits:
    return limits_of("staff" if works_for_the_public(user) else "seller")


def _claims(family: RefreshTokenFamily) -> dict[str, Any]:
    return {"family": str(family.pk), "uses": family.uses, "exp": family.unused_until}


def _uuid(text: object) -> UUID:
    """Signed by us, so it is one, but for tokens older than families, which belong to none."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)
