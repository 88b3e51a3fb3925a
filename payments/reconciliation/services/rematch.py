"""Settle lines whose difference has ended by itself: our row agrees with the file by now."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts.services.record_audit import record_audit
from core.locks import lock_rows
from payments.base.locks import lock_intent
from payments.intents.hooks import Moment, hook
from payments.models import MOVES_MONEY, Attempt, Difference, LineKind, PaymentIntent, RefundStatus, SettlementLine
from payments.reconciliation.matching import PAID_STATUSES, payment_difference, refund_difference
from payments.reconciliation.posting import post_line
from payments.reconciliation.resolutions import settled_by_other_line


def rematch(*, intent_id: str) -> int:
    """Settle the open lines of a payment that agree by now; returns how many."""
    with transaction.atomic():
        lock_intent(intent_id)
        waiting = SettlementLine.objects.filter(
            attempt__intent_id=intent_id, difference=Difference.STATE, decided_at=None
        )
        lines = lock_rows(waiting.select_related("file", "attempt", "refund"))
        return sum(_agree(line) for line in lines)


@hook(Moment.REVIEW_RESOLVED)
def rematch_resolved(intent: PaymentIntent, attempt: Attempt | None) -> None:
    """A resolved review may agree with a settlement file."""
    rematch(intent_id=intent.pk)


def _agree(line: SettlementLine) -> bool:
    if not _agrees(line) or settled_by_other_line(line) is not None:
        return False
    line.difference = ""
    line.settled = line.kind in MOVES_MONEY
    line.save(update_fields=["difference", "settled"])
    if line.settled:
        post_line(line)
    record_audit(
        actor=None,
        action="settlement.agree",
        obj=line,
        before={"difference": str(Difference.STATE)},
        after={"reference": line.reference, "amount": line.amount},
    )
    return True


def _agrees(line: SettlementLine) -> bool:
    if line.attempt is None:
        return False
    if line.kind == LineKind.PAYMENT:
        return not payment_difference(line.amount, line.attempt)
    if line.refund is None:
        return False
    if line.kind == LineKind.REFUND:
        # A refund that was sent to VNPay still waits for a result: of VNPay, or of a person.
        return line.refund.status == RefundStatus.SUCCEEDED and not refund_difference(line.amount, line.refund)
    return line.kind == LineKind.REFUSED and line.refund.status in (RefundStatus.FAILED, RefundStatus.CANCELED)


def payments_that_agree(limit: int) -> list[str]:
    """Intents with open lines that may agree by now, for `rematch`."""
    ended = (
        Q(kind=LineKind.PAYMENT, attempt__status__in=PAID_STATUSES, attempt__amount=F("amount"))
        | Q(kind=LineKind.REFUND, refund__status=RefundStatus.SUCCEEDED, refund__amount=F("amount"))
        | Q(kind=LineKind.REFUSED, refund__status__in=[RefundStatus.FAILED, RefundStatus.CANCELED])
    )
    found = SettlementLine.objects.filter(ended, difference=Difference.STATE, decided_at=None)
    others = SettlementLine.objects.filter(settled=True)
    by_payment = others.filter(attempt=OuterRef("attempt"), refund=None)
    by_refund = others.filter(refund=OuterRef("refund"))
    found = found.exclude(Q(kind=LineKind.PAYMENT) & Exists(by_payment)).exclude(Exists(by_refund))
    return list(found.values_list("attempt__intent_id", flat=True).order_by("attempt__intent_id").distinct()[:limit])
