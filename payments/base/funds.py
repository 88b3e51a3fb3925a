"""How much of an intent's money may still be refunded or transferred."""

from django.db.models import F, Sum

from payments.models import UNSUCCESSFUL_REFUND_STATUSES, AttemptStatus, PaymentIntent


def refundable(intent: PaymentIntent) -> int:
    """Đồng of a captured intent that are not refunded; 0 where nothing was captured."""
    taken = intent.attempts.filter(status=AttemptStatus.SUCCEEDED).aggregate(sum=Sum("amount"))["sum"] or 0
    refunds = intent.refunds.filter(attempt__status=AttemptStatus.SUCCEEDED).exclude(
        status__in=UNSUCCESSFUL_REFUND_STATUSES
    )
    return taken - (refunds.aggregate(sum=Sum("amount"))["sum"] or 0)


def transferable(intent: PaymentIntent) -> int:
    """Đồng of it that are neither transferred to a payee nor refunded. Read under the intent's lock."""
    allotted = intent.transfers.aggregate(sum=Sum(F("amount") - F("reversed")))["sum"] or 0
    return refundable(intent) - allotted
