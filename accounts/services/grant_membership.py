"""Give a person a role: of the operator, or in a province or commune."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, User
from accounts.roles import is_operator, operators
from accounts.services.notify_person import notify_person
from accounts.services.record_audit import record_audit
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError, Forbidden
from places.models import Level, Unit

_LEVELS = {Role.PROVINCE: Level.PROVINCE, Role.COMMUNE: Level.COMMUNE}


@transaction.atomic
def grant_membership(*, user: User, role: str, unit: Unit | None = None, actor: User | None) -> Membership:
    """The person's current membership, made if there is none.

    Only the operator grants (actor None: the system itself, as when the pilot is loaded); the first superuser of a new
    shop grants themselves the operator role. The person must sign in again; a new operator is announced to the others.
    Raises Forbidden, or DomainError where the unit does not fit the role.
    """
    if actor is not None and not (is_operator(actor) or _is_first(actor, user, role)):
        raise Forbidden(_("Chỉ đơn vị vận hành được giao vai trò."))
    level = _LEVELS.get(Role(role))
    if (unit.level if unit else None) != level:
        raise DomainError(_("Đơn vị hành chính không khớp với vai trò."), field="unit")
    membership, is_new = Membership.objects.get_or_create(user=user, role=role, unit=unit, revoked_at=None)
    if is_new:
        if actor is not None:
            sign_out_everywhere(user=user, actor=actor)  # a role with more access may require a stronger sign-in
        record_audit(
            actor=actor, action="membership.grant", obj=user, after={"role": role, "unit": unit.pk if unit else None}
        )
        if role == Role.OPERATOR and actor is not None:
            for person in operators():
                if person.pk not in (actor.pk, user.pk):
                    notify_person(person, "membership.grant")
    return membership


def _is_first(actor: User, user: User, role: str) -> bool:
    """A superuser, for themselves, while there is no operator."""
    if not (actor.is_superuser and actor.pk == user.pk and role == Role.OPERATOR):
        return False
    return not Membership.objects.filter(role=Role.OPERATOR, revoked_at=None).exists()
