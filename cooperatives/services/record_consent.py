"""Record a household's consent that its cooperative acts for it, or its confirmation of a pending paper."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.consent import in_force, side_of, state
from cooperatives.locks import lock_member
from cooperatives.models import CooperativeMember
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError, Forbidden


@transaction.atomic
def record_consent(
    *, cooperative_id: int, household_id: int, evidence: str, actor: User | None = None
) -> CooperativeMember:
    """Consent in force from now on, with its evidence; a pending paper is itself the evidence.

    The household's own manager gives it (actor None: the system itself). A cooperative or an official submits a paper:
    `submit_paper`. Nothing changes where consent is in force already. Raises Forbidden, NotFound (no such member),
    DomainError on `evidence`.
    """
    member = lock_member(cooperative_id, household_id)
    if actor is not None and side_of(member, actor) != "household":
        raise Forbidden(_("Chỉ chủ hộ tự đồng ý được; người khác cần phiếu có chữ ký."))
    evidence = clean_line(evidence)
    if not evidence:
        raise DomainError(
            _("Vui lòng ghi căn cứ đồng ý, ví dụ số và ngày của phiếu."), code="REQUIRED", field="evidence"
        )
    if len(evidence) > 200:
        raise DomainError(_("Căn cứ đồng ý dài quá 200 ký tự."), field="evidence")
    if in_force(member):
        return member
    before = state(member)
    if member.consent_pending_at is None:
        member.consent_evidence = evidence
    member.consent_given_at, member.consent_withdrawn_at, member.consent_pending_at = clock.now(), None, None
    member.save(update_fields=["consent_given_at", "consent_withdrawn_at", "consent_pending_at", "consent_evidence"])
    record_audit(actor=actor, action="consent.record", obj=member, before=before, after=state(member))
    return member
