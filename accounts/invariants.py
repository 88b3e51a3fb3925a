"""What must always hold among people and their roles."""

from django.db.models import F, Q

from accounts.models import Membership, Role
from core.verify import Finding, invariant
from places.models import Level


@invariant("accounts.roles-fit-their-units")
def roles_fit_their_units() -> Finding:
    """A provincial official belongs to a province, a commune officer to a commune."""
    scoped = Membership.objects.exclude(role=Role.OPERATOR)
    misfits = scoped.filter(
        (Q(role=Role.PROVINCE) & ~Q(unit__level=Level.PROVINCE))
        | (Q(role=Role.COMMUNE) & ~Q(unit__level=Level.COMMUNE))
    ).annotate(level=F("unit__level"))
    return Finding(
        checked=scoped.count(),
        problems=[f"membership {row.pk}: {row.role} in a unit of level {row.level}" for row in misfits],
    )
