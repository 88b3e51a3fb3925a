"""Refuse a refund that was not sent: its money stays with the payment."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from payments.base.operator import require_note, require_operator
from payments.models import Refund
from payments.refunds.services.complete_refund import cancel_refund


def refuse_refund(*, refund_id: str, actor: User, note: str) -> Refund:
    """Cancel a refund that waits for approval or for a manual transfer, with a written reason.

    Raises Forbidden, NotFound, or DomainError REQUIRED without a reason, REFUND_UNEXPECTED_STATE once it was sent.
    """
    note = require_note(note)
    require_operator(actor)
    with transaction.atomic():
        refund = cancel_refund(refund_id=refund_id)
        record_audit(
            actor=actor,
            action="refund.refuse",
            obj=refund,
            after={"status": str(refund.status), "amount": refund.amount, "note": note},
        )
        return refund
