"""Deletes sign-ins and failed sign-ins from the audit trail after 12 months; all other entries stay."""

from datetime import timedelta

from accounts.models import AuditEntry
from core import clock

RETENTION = timedelta(days=367)  # the table's trigger refuses to delete one of the last 12 months


def delete_old_sign_ins() -> int:
    """Delete those older than a year. Returns their number."""
    old = AuditEntry.objects.filter(action__in=("user.sign_in", "user.sign_in_failed"), at__lt=clock.now() - RETENTION)
    return old.delete()[0]
