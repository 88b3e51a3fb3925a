"""A member household takes its consent back, or says no to a paper that waits for it."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.consent import in_force, lock_member, side_of, state
from cooperatives.models import CooperativeMember
from core import clock


@transaction.atomic
def withdraw_consent(*, cooperative_id: int, household_id: int, actor: User | None = None) -> CooperativeMember:
    """Consent ended now, and no paper waits any more; nothing happens where there is neither.

    The household's own no to a waiting paper counts as a withdrawal: the cooperative cannot bring the next paper. A
    cooperative only takes its paper back. Raises Forbidden, NotFound.
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
