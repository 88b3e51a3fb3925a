"""A member household lets its cooperative act for it; the paper that says so is named."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import CooperativeMember
from cooperatives.services._consent import lock_member, state
from core import clock
from core.errors import DomainError


@transaction.atomic
def record_consent(
    *, cooperative_id: int, household_id: int, evidence: str, actor: User | None = None
) -> CooperativeMember:
    """Consent in force from now on, with its evidence ("Phiếu đồng ý số 12, 03/06/2026").

    Recorded by the household, the cooperative's manager, or an official (actor None: the system itself). Nothing
    happens where consent is in force already. Raises Forbidden, NotFound (no such member), DomainError on `evidence`.
    """
    member = lock_member(cooperative_id, household_id, actor)
    evidence = " ".join(evidence.split())
    if not evidence:
        raise DomainError(
            _("Vui lòng ghi căn cứ đồng ý, ví dụ số và ngày của phiếu."), code="REQUIRED", field="evidence"
        )
    if len(evidence) > 200:
        raise DomainError(_("Căn cứ đồng ý dài quá 200 ký tự."), field="evidence")
    if member.consent_given_at and not member.consent_withdrawn_at:
        return member
    before = state(member)
    member.consent_given_at, member.consent_withdrawn_at = clock.now(), None
    member.consent_evidence = evidence
    member.save(update_fields=["consent_given_at", "consent_withdrawn_at", "consent_evidence"])
    record_audit(actor=actor, action="consent.record", obj=member, before=before, after=state(member))
    return member
