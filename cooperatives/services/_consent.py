"""What recording and withdrawing consent share: the locked member, and who may speak for it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cooperatives.models import CooperativeMember
from cooperatives.policies import manages, oversees
from core.errors import Forbidden, NotFound
from core.locks import lock_row


def lock_member(cooperative_id: int, household_id: int, actor: User | None) -> CooperativeMember:
    """The member, locked. Raises NotFound, and Forbidden for those who are neither of both sides nor officials."""
    rows = CooperativeMember.objects.filter(cooperative_id=cooperative_id, household_id=household_id)
    member = lock_row(rows.select_related("cooperative", "household__unit"))
    if member is None:
        raise NotFound(_("Hộ này không phải là thành viên của hợp tác xã."))
    if actor is not None and not (
        manages(actor, member.household) or manages(actor, member.cooperative) or oversees(actor, member.household)
    ):
        raise Forbidden(_("Bạn không được ghi nhận sự đồng ý của hộ này."))
    return member


def state(member: CooperativeMember) -> dict[str, str | None]:
    """The consent as the audit trail keeps it."""
    given, withdrawn = member.consent_given_at, member.consent_withdrawn_at
    return {
        "given_at": given.isoformat() if given else None,
        "evidence": member.consent_evidence,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
    }
