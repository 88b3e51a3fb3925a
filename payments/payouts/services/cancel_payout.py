"""Cancel a payout before it is in a file."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from payments.base.locks import lock_payout
from payments.base.operator import require_operator
from payments.events import publish
from payments.models import Payout, PayoutStatus
from payments.payouts.errors import unexpected_state
from payments.payouts.posting import post_cancel


def cancel_payout(*, payout_id: str, actor: User | None = None) -> Payout:
    """Pending becomes canceled, and the money is available again; under the name of `actor`, the operator's, if any.

    Raises DomainError PAYOUT_UNEXPECTED_STATE, NotFound, or Forbidden.
    """
    if actor is not None:
        require_operator(actor)
    with transaction.atomic():
        payout = lock_payout(payout_id)
        if payout.status != PayoutStatus.PENDING:
            raise unexpected_state(payout)
        payout.status, payout.ended_at = PayoutStatus.CANCELED, clock.now()
        payout.save(update_fields=["status", "ended_at"])
        post_cancel(payout)
        publish.publish_object(publish.PAYOUT_CANCELED, payout)
        if actor is not None:
            record_audit(actor=actor, action="payout.cancel", obj=payout, after={"amount": payout.amount})
        return payout
