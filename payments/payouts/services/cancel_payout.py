"""Call a payout off before it went into a file."""

from django.db import transaction

from core import clock
from payments import events
from payments.locks import lock_payout
from payments.models import Payout, PayoutStatus
from payments.payouts.errors import unexpected_state
from payments.payouts.posting import post_cancel


def cancel_payout(*, payout_id: str) -> Payout:
    """Pending becomes canceled, and the money is available again. Raises PAYOUT_UNEXPECTED_STATE, or NotFound."""
    with transaction.atomic():
        payout = lock_payout(payout_id)
        if payout.status != PayoutStatus.PENDING:
            raise unexpected_state(payout)
        payout.status, payout.ended_at = PayoutStatus.CANCELED, clock.now()
        payout.save(update_fields=["status", "ended_at"])
        post_cancel(payout)
        events.tell_object(events.PAYOUT_CANCELED, payout)
        return payout
