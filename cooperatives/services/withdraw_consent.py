"""A member household takes its consent back: from now on nobody acts for it."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import CooperativeMember
from cooperatives.services._consent import lock_member, state
from core import clock


@transaction.atomic
def withdraw_consent(*, cooperative_id: int, household_id: int, actor: User | None = None) -> CooperativeMember:
    """Consent ended now; nothing happens where there is none in force. Raises as `record_consent`."""
    member = lock_member(cooperative_id, household_id, actor)
    if member.consent_given_at is None or member.consent_withdrawn_at:
        return member
    before = state(member)
    member.consent_withdrawn_at = clock.now()
    member.save(update_fields=["consent_withdrawn_at"])
    record_audit(actor=actor, action="consent.withdraw", obj=member, before=before, after=state(member))
    return member
