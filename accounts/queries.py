"""Reads of the audit trail, by object or as a whole, and of a person's own sessions and sign-ins."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Model, QuerySet

from accounts.models import AuditEntry, SecurityNotice, Session, User
from accounts.roles import Scope
from accounts.services.record_audit import reference
from accounts.sessions import PLACE, SIGNED_IN_AT
from core import clock


def trail_of(obj: Model, limit: int = 50) -> list[AuditEntry]:
    """The actions on one object, latest first (1 statement). The caller checks that the object may be seen."""
    return list(_entries().filter(object_ref=reference(obj))[:limit])


def done_on_behalf_of(obj: Model, limit: int = 100) -> list[AuditEntry]:
    """The actions of others on behalf of one object, latest first (1 statement). The caller checks ownership."""
    return list(_entries().filter(on_behalf_of=reference(obj))[:limit])


def audit_trail(
    within: Scope, *, action: str = "", kind: str = "", ref: str = "", before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The whole trail, latest first, for the operator only (1 statement). `before` is the last id of the previous page.

    `ref` names a row ("cooperatives.Seller:12"), as the object or as the principal; `kind` ("cooperatives.Seller") all
    objects of a kind.
    """
    entries = _entries() if within.everything else AuditEntry.objects.none()
    if action:
        entries = entries.filter(action=action)
    if ref:
        entries = entries.filter(object_ref=ref) | entries.filter(on_behalf_of=ref)
    elif kind:
        entries = entries.filter(object_ref__startswith=f"{kind}:")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries[:limit])


def _entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("actor").order_by("-pk")


def sign_ins_of(user: User, limit: int = 20) -> list[AuditEntry]:
    """The person's own sign-ins and those that failed, latest first (1 statement)."""
    entries = AuditEntry.objects.filter(object_ref=reference(user), action__in=("user.sign_in", "user.sign_in_failed"))
    return list(entries.order_by("-pk")[:limit])


def unread_notices(user: User) -> list[SecurityNotice]:
    """Unread notices of changes to the person's account by others, latest first (1 statement)."""
    return list(SecurityNotice.objects.filter(user=user, read_at=None).order_by("-pk"))


@dataclass(frozen=True)
class OpenSession:
    """A browser in which the person is signed in."""

    id: str
    browser: str
    network: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_here: bool


def open_sessions(user: User, here: str | None) -> list[OpenSession]:
    """The person's open sessions, the last used first (1 statement); `here` is the key of the current session."""
    current = user.get_session_auth_hash()
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).order_by("-last_seen_at")
    decoded = [(row, row.get_decoded()) for row in rows]
    return [
        OpenSession(
            id=row.public_id,
            browser=data.get(PLACE, {}).get("browser", ""),
            network=data.get(PLACE, {}).get("network", ""),
            signed_in_at=datetime.fromtimestamp(data.get(SIGNED_IN_AT, 0), UTC),
            last_seen_at=row.last_seen_at,
            is_here=row.session_key == here,
        )
        for row, data in decoded
        if data.get(HASH_SESSION_KEY) == current
    ]


def demo_allowed() -> bool:
    """Whether demo sign-ins and keys work here: not in production, and the demo people were loaded."""
    return not settings.PRODUCTION and User.objects.filter(is_demo=True).exists()
