"""Reads of the audit trail: of one thing, for whoever may see that thing; of everything, for the operator."""

from django.db.models import Model, QuerySet

from accounts.models import AuditEntry
from accounts.roles import Scope
from accounts.services.record_audit import reference


def trail_of(obj: Model, limit: int = 50) -> list[AuditEntry]:
    """What was done to one thing, latest first (1 statement). The caller has checked that the thing may be seen."""
    return list(_entries().filter(object_ref=reference(obj))[:limit])


def audit_trail(
    within: Scope, *, action: str = "", ref: str = "", before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The trail, latest first (1 statement); nothing but for the operator. `before` is the last id of the page before.

    `ref` names a row ("cooperatives.Seller:12"), as the thing acted on or the one acted for.
    """
    entries = _entries() if within.everything else AuditEntry.objects.none()
    if action:
        entries = entries.filter(action=action)
    if ref:
        entries = entries.filter(object_ref=ref) | entries.filter(on_behalf_of=ref)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries[:limit])


def _entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("actor").order_by("-pk")
