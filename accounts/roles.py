"""Roles of officials and the operator: a scope over administrative units."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import Membership, Role, User
from core.compiled_queries import compiled_query
from places.models import Unit

Person = User | AnonymousUser | None


@dataclass(frozen=True)
class Scope:
    """A scope: provinces, communes, or everything; by default nothing."""

    everything: bool = False
    province_ids: frozenset[int] = frozenset()
    commune_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.province_ids or self.commune_ids)

    def covers(self, unit: Unit) -> bool:
        """Whether the unit, or the province it lies in, is in the scope."""
        if self.everything or unit.pk in self.commune_ids or unit.pk in self.province_ids:
            return True
        return unit.parent_id in self.province_ids

    def units_q(self, field: str = "unit") -> Q:
        """The condition that `field` (a foreign key to Unit; "" for Unit itself) lies in the scope."""
        if self.everything:
            return ~Q(pk__in=[])  # true for every row; an empty Q() would vanish when combined with another by "or"
        prefix = f"{field}__" if field else ""
        own = self.province_ids | self.commune_ids
        return Q(**{f"{prefix}in" if field else "pk__in": own}) | Q(**{f"{prefix}parent__in": self.province_ids})


def scope(user: Person) -> Scope:
    """The scope of this person's current memberships (1 statement); empty for guests and closed accounts."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Scope()
    rows = _roles_of(user.pk)
    return Scope(
        everything=any(role == Role.OPERATOR for role, _unit in rows),
        province_ids=frozenset(unit for role, unit in rows if role == Role.PROVINCE and unit),
        commune_ids=frozenset(unit for role, unit in rows if role == Role.COMMUNE and unit),
    )


_roles_of = compiled_query(
    lambda user_id: Membership.objects.filter(user_id=user_id, revoked_at=None).values_list("role", "unit_id"), int
)


def is_operator(user: Person) -> bool:
    """Whether the person belongs to the operator, the legal body that runs the site."""
    return scope(user).everything


def works_for_the_public(user: Person) -> bool:
    """Whether the person sees the data or money of others: officials, the operator's people, staff of the admin."""
    if user is None or user.is_anonymous:
        return False
    if user.is_staff or user.is_superuser:
        return True
    return user.pk is not None and Membership.objects.filter(user_id=user.pk, revoked_at=None).exists()


def operators() -> list[User]:
    """The people of the legal body that runs the site (1 statement)."""
    held = Membership.objects.filter(role=Role.OPERATOR, revoked_at=None, user__is_active=True)
    return [membership.user for membership in held.select_related("user").order_by("pk")]
