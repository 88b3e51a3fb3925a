"""Shared by the services of consent: the side of an actor, and the state for the audit trail."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cooperatives.models import CooperativeMember
from cooperatives.policies import acts_for, manages, oversees
from core.errors import Forbidden


def side_of(member: CooperativeMember, actor: User | None) -> str:
    """The side that `actor` acts for: "household", "cooperative" or "official" (also the system). Raises Forbidden.

    An official who works for the cooperative acts for the cooperative: nobody decides about their own advantage.
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
    """The state of the consent, as the audit trail records it."""
    granted, withdrawn, pending = member.consent_given_at, member.consent_withdrawn_at, member.consent_pending_at
    return {
        "given_at": granted.isoformat() if granted else None,
        "evidence": member.consent_evidence,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
        "pending_at": pending.isoformat() if pending else None,
    }
