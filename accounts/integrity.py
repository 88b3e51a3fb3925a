"""Integrity checks of people and their roles."""

from django.db.models import F, Q

from accounts.models import Membership, Role
from core.integrity import CheckResult, integrity_check
from places.models import Level


@integrity_check("accounts.roles-fit-their-units")
def roles_fit_their_units() -> CheckResult:
    """A provincial official belongs to a province, a commune officer to a commune."""
    scoped = Membership.objects.exclude(role=Role.OPERATOR)
    mismatches = scoped.filter(
        (Q(role=Role.PROVINCE) & ~Q(unit__level=Level.PROVINCE))
        | (Q(role=Role.COMMUNE) & ~Q(unit__level=Level.COMMUNE))
    ).annotate(level=F("unit__level"))
    return CheckResult(
        checked=scoped.count(),
        problems=[f"membership {row.pk}: {row.role} in a unit of level {row.level}" for row in mismatches],
    )
