"""Withdraw a member household's consent, or reject a pending paper."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.consent import in_force, side_of, state
from cooperatives.locks import lock_member
from cooperatives.models import CooperativeMember
from core import clock


@transaction.atomic
def withdraw_consent(*, cooperative_id: int, household_id: int, actor: User | None = None) -> CooperativeMember:
    """End the consent now, or remove the pending paper; nothing changes where there is neither.

    A household that rejects a pending paper withdraws: the cooperative cannot submit another one. A cooperative only
    removes its own pending paper. Raises Forbidden, NotFound.
    """
    member = lock_member(cooperative_id, household_id)
    side = side_of(member, actor)
    if not in_force(member) and member.consent_pending_at is None:
        return member
    before = state(member)
    if in_force(member) or side == "household":
        member.consent_withdrawn_at = clock.now()
    was_in_force = member.consent_given_at is not None and before["withdrawn_at"] is None
    member.consent_pending_at = None
    member.save(update_fields=["consent_withdrawn_at", "consent_pending_at"])
    action = "consent.withdraw" if was_in_force else "consent.refuse"
    record_audit(actor=actor, action=action, obj=member, before=before, after=state(member))
    return member
