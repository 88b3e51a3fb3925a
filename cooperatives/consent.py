"""What the services of consent share: the locked member, who speaks for which side, and the state for the audit."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cooperatives.models import CooperativeMember
from cooperatives.policies import acts_for, manages, oversees
from core.errors import Forbidden, NotFound
from core.locks import lock_row


def lock_member(cooperative_id: int, household_id: int) -> CooperativeMember:
    """The member, locked. Raises NotFound."""
    rows = CooperativeMember.objects.filter(cooperative_id=cooperative_id, household_id=household_id)
    member = lock_row(rows.select_related("cooperative", "household__unit"))
    if member is None:
        raise NotFound(_("Hộ này không phải là thành viên của hợp tác xã."))
    return member


def side_of(member: CooperativeMember, actor: User | None) -> str:
    """ "household", "cooperative" or "official" (the system itself, too). Raises Forbidden for all others.

    An official who works for the cooperative speaks for it: nobody judges what they gain by.
    """
    if actor is None:
        return "official"
    if manages(actor, member.household):
        return "household"
    if acts_for(actor, member.cooperative):
        if manages(actor, member.cooperative):
            return "cooperative"
    elif oversees(actor, member.household):
        return "official"
    raise Forbidden(_("Bạn không được ghi nhận sự đồng ý của hộ này."))


def in_force(member: CooperativeMember) -> bool:
    return member.consent_given_at is not None and member.consent_withdrawn_at is None


def state(member: CooperativeMember) -> dict[str, str | None]:
    """The consent as the audit trail keeps it."""
    given, withdrawn, pending = member.consent_given_at, member.consent_withdrawn_at, member.consent_pending_at
    return {
        "given_at": given.isoformat() if given else None,
        "evidence": member.consent_evidence,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
        "pending_at": pending.isoformat() if pending else None,
    }
