"""The operator decides a refund without a result of the provider: the buyer got the money, or did not."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from payments.base.errors import unexpected_refund_state
from payments.base.locks import lock_refund
from payments.base.operator import require_note, require_operator
from payments.models import Refund, RefundFailureReason, RefundPhase
from payments.refunds.jobs import send_next_queued
from payments.refunds.services.complete_refund import fail_refund, succeed_refund

DECIDABLE = (RefundPhase.UNKNOWN, RefundPhase.AT_PROVIDER, RefundPhase.BY_HAND)


def resolve_refund(*, refund_id: str, paid: bool, actor: User, note: str, provider_ref: str = "") -> Refund:
    """End a refund that is unknown, at the provider or made by hand. `note` is the proof, or why it was not paid.

    Paid: as if the provider had confirmed it. Not paid: the money belongs to the payment again, and the refund may be
    retried. Refunds of the same payment that waited behind it are sent. Raises Forbidden, NotFound, or DomainError
    REQUIRED without a note, REFUND_UNEXPECTED_STATE where there is nothing to decide.
    """
    note = require_note(note)
    require_operator(actor)
    with transaction.atomic():
        _intent, refund = lock_refund(refund_id)
        if refund.phase not in DECIDABLE:
            raise unexpected_refund_state(_("Khoản hoàn này không chờ ai quyết định."))
        before = str(refund.phase)
        if paid:
            refund = succeed_refund(refund_id=refund_id, provider_ref=provider_ref.strip(), proof=note)
        else:
            why = (
                RefundFailureReason.DECLINED if refund.phase == RefundPhase.AT_PROVIDER else RefundFailureReason.UNKNOWN
            )
            refund = fail_refund(refund_id=refund_id, reason=why)
        record_audit(
            actor=actor,
            action="refund.decide",
            obj=refund,
            before={"phase": before},
            after={"paid": paid, "status": str(refund.status), "amount": refund.amount, "note": note},
        )
        send_next_queued(refund_id)
        return refund
