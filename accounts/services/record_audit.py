"""Record an audit entry, in the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from accounts.models import AuditEntry, User


def reference(obj: Model) -> str:
    """How the audit trail names a row: "cooperatives.Seller:12"."""
    return f"{obj._meta.label}:{obj.pk}"


def record_audit(
    *,
    actor: User | None,
    action: str,
    obj: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf_of: Model | None = None,
) -> AuditEntry:
    """Record who did `action` ("seller.verify") to `obj`, for whom, and what changed (JSON-able facts).

    `actor` None is the system itself; `on_behalf_of` is the seller for whom someone else acted.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_ref=reference(obj),
        on_behalf_of=reference(on_behalf_of) if on_behalf_of else "",
        before=dict(before or {}),
        after=dict(after or {}),
    )
