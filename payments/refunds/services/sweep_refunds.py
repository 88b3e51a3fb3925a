"""Recover refunds that a killed worker left in flight."""

from datetime import timedelta

from django.db import transaction

from core import clock
from payments.base.locks import lock_refund
from payments.models import Refund, RefundPhase

# Far longer than a request can take (transport.SECONDS): the sender has its answer by then, or is dead.
LOST_AFTER = timedelta(minutes=5)


def sweep_refunds() -> list[str]:
    """Make refunds that were in flight for too long unknown: never sent again, the operator decides. Returns their
    ids.
    """
    before = clock.now() - LOST_AFTER
    lost = Refund.objects.filter(phase=RefundPhase.IN_FLIGHT, sent_at__lte=before).order_by("sequence")
    return [refund_id for refund_id in lost.values_list("pk", flat=True) if _give_up(refund_id)]


def _give_up(refund_id: str) -> bool:
    with transaction.atomic():
        _intent, refund = lock_refund(refund_id)
        if refund.phase != RefundPhase.IN_FLIGHT:
            return False
        refund.phase = RefundPhase.UNKNOWN
        refund.save(update_fields=["phase"])
        return True
