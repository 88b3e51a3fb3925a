"""The bank did not pay a payout, or returned it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError
from payments.base.locks import lock_payout
from payments.base.operator import require_operator
from payments.events import publish
from payments.models import Payout, PayoutFailureCode, PayoutStatus
from payments.payouts.errors import unexpected_state
from payments.payouts.posting import post_failure


def reject_payout(
    *,
    payout_id: str,
    reason: str,
    actor: User,
    failure_code: str = PayoutFailureCode.COULD_NOT_PROCESS,
) -> Payout:
    """In_transit, or paid and come back, becomes failed: the money is available to the payee again.

    `reason` is the bank's, in words. Raises DomainError REQUIRED without one, PAYOUT_UNEXPECTED_STATE, NotFound, or
    Forbidden to all but the operator.
    """
    require_operator(actor)
    words = reason.strip()[:200]
    if not words:
        raise DomainError(_("Vui lòng ghi lý do ngân hàng trả về."), code="REQUIRED", field="reason")
    with transaction.atomic():
        payout = lock_payout(payout_id)
        before = payout.status
        if before not in (PayoutStatus.IN_TRANSIT, PayoutStatus.PAID):
            raise unexpected_state(payout)
        payout.status, payout.ended_at = PayoutStatus.FAILED, clock.now()
        payout.failure_code, payout.failure_message = failure_code, words
        payout.save(update_fields=["status", "ended_at", "failure_code", "failure_message"])
        post_failure(payout, was_paid=before == PayoutStatus.PAID)
        publish.publish_object(publish.PAYOUT_FAILED, payout)
        record_audit(
            actor=actor,
            action="payout.reject",
            obj=payout,
            before={"status": before},
            after={"status": payout.status, "amount": payout.amount, "reason": words},
        )
        return payout
