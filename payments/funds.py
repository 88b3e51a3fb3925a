"""How much of an intent's money is neither a payee's nor on its way back: what may still be moved."""

from django.db.models import F, Sum

from payments.models import AttemptStatus, PaymentIntent, RefundStatus


def unallotted(intent: PaymentIntent) -> int:
    """Đồng of a captured intent that are still the customer's; 0 where nothing was captured. Read under its lock."""
    taken = intent.attempts.filter(status=AttemptStatus.SUCCEEDED).aggregate(sum=Sum("amount"))["sum"] or 0
    allotted = intent.transfers.aggregate(sum=Sum(F("amount") - F("reversed")))["sum"] or 0
    refunds = intent.refunds.filter(attempt__status=AttemptStatus.SUCCEEDED).exclude(status=RefundStatus.FAILED)
    return taken - allotted - (refunds.aggregate(sum=Sum("amount"))["sum"] or 0)
