"""Retry a failed refund under the next reference: "7K2P-9DXM-4H" → "7K2P-9DXM-4H/2"."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from payments.base.errors import insufficient, under_review, unexpected_refund_state
from payments.base.funds import refundable, transferable
from payments.base.locks import lock_refund
from payments.base.operator import require_note, require_operator
from payments.models import UNSUCCESSFUL_REFUND_STATUSES, AttemptStatus, Collector, PaymentIntent, Refund
from payments.models.refund import next_reference
from payments.refunds.services.create_refund import record_refund


def retry_refund(*, refund_id: str, actor: User, note: str, by_hand: bool = False) -> Refund:
    """Queue the same amount again; `by_hand` where a person transfers it because the provider will not.

    Above the limit it waits for approval like any other. Raises Forbidden, NotFound, or DomainError REQUIRED without a
    note, REFUND_UNEXPECTED_STATE (it did not fail), REFUND_EXISTS (it was retried), PAYMENT_UNDER_REVIEW,
    INSUFFICIENT_FUNDS (its money was used meanwhile).
    """
    note = require_note(note)
    require_operator(actor)
    with transaction.atomic():
        intent, failed = lock_refund(refund_id)
        if failed.status not in UNSUCCESSFUL_REFUND_STATUSES:
            raise unexpected_refund_state(_("Chỉ hoàn lại được khoản đã không thành."))
        if Refund.objects.filter(retry_of=failed).exists():
            raise DomainError(_("Khoản này đã có lần hoàn tiếp theo rồi."), code="REFUND_EXISTS", field="reference")
        if intent.review:
            raise under_review()
        if failed.attempt.status == AttemptStatus.SUCCEEDED and failed.amount > _left(intent):
            raise insufficient()
        again = record_refund(
            intent,
            failed.attempt,
            amount=failed.amount,
            reason=failed.reason,
            reference=next_reference(failed.reference),
            requested_by=actor,
            metadata=failed.metadata,
            by_hand=by_hand,
            retry_of=failed,
        )
        record_audit(
            actor=actor,
            action="refund.retry",
            obj=again,
            before={"refund": failed.pk, "response_code": failed.response_code},
            after={"phase": str(again.phase), "amount": again.amount, "by_hand": by_hand, "note": note},
        )
        return again


def _left(intent: PaymentIntent) -> int:
    """What may still go back: of a seller's own taking all that has not, of the platform's nothing of a payee's."""
    return transferable(intent) if intent.collector == Collector.PLATFORM else refundable(intent)
