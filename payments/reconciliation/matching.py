"""Match the lines of a settlement file to our rows: the counterpart of each line, and how they differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from payments.models import (
    MOVES_MONEY,
    Attempt,
    AttemptStatus,
    Difference,
    LineKind,
    Refund,
    RefundPhase,
    RefundStatus,
    SettlementLine,
)
from payments.providers.vnpay import CODE
from payments.reconciliation.settlement_file import SettlementFileLine

PAID_STATUSES = (AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE)
# A refund in these phases was sent: the partner's file brings its final result.
SENT = (RefundPhase.AT_PROVIDER, RefundPhase.UNKNOWN)
_CHUNK = 5_000  # references a statement


@dataclass(frozen=True)
class Match:
    attempt: Attempt | None
    refund: Refund | None = None
    difference: str = ""

    @property
    def agrees(self) -> bool:
        return not self.difference and (self.attempt is not None or self.refund is not None)


@dataclass
class _Payments:
    """Our rows, read at once; a row that one line has matched is not matched again."""

    attempts: dict[str, Attempt]
    refunds: dict[int, list[Refund]]
    settled_attempts: set[int] = field(default_factory=set)
    settled_refunds: set[str] = field(default_factory=set)


def match(lines: Sequence[SettlementFileLine], *, livemode: bool) -> list[Match]:
    """The counterpart of each line, in their order. Four statements for every 5,000 references."""
    payments = _read({line.reference for line in lines}, livemode)
    return [_match(line, payments) for line in lines]


def _read(references: Iterable[str], livemode: bool) -> _Payments:
    ordered = sorted(references)
    payments = _Payments({}, defaultdict(list))
    for start in range(0, len(ordered), _CHUNK):
        attempts = Attempt.objects.filter(
            provider=CODE, intent__livemode=livemode, reference__in=ordered[start : start + _CHUNK]
        )
        found = {attempt.reference: attempt for attempt in attempts}
        keys = [attempt.pk for attempt in found.values()]
        payments.attempts |= found
        # A refund that a person transferred from the bank is in no line of the partner.
        for refund in Refund.objects.filter(attempt__in=keys, by_hand=False).order_by("sequence"):
            payments.refunds[refund.attempt_id].append(refund)
        settled = SettlementLine.objects.filter(attempt__in=keys, settled=True)
        for attempt_id, refund_id in settled.values_list("attempt_id", "refund_id"):
            if refund_id is None:
                payments.settled_attempts.add(attempt_id)
            else:
                payments.settled_refunds.add(refund_id)
    return payments


def _match(line: SettlementFileLine, payments: _Payments) -> Match:
    attempt = payments.attempts.get(line.reference)
    if attempt is None:
        return Match(None, None, Difference.NOT_OURS if line.kind in MOVES_MONEY else "")
    if line.kind == LineKind.PAYMENT:
        return _payment(line, attempt, payments)
    if line.kind == LineKind.FAILED:
        return Match(attempt, None, Difference.STATE if attempt.status in PAID_STATUSES else "")
    return _refund(line, attempt, payments)


def _payment(line: SettlementFileLine, attempt: Attempt, payments: _Payments) -> Match:
    if attempt.pk in payments.settled_attempts:
        return Match(attempt, None, Difference.TWICE)
    difference = payment_difference(line.amount, attempt)
    if not difference:
        payments.settled_attempts.add(attempt.pk)
    return Match(attempt, None, difference)


def _refund(line: SettlementFileLine, attempt: Attempt, payments: _Payments) -> Match:
    refunds = payments.refunds[attempt.pk]
    refund = _counterpart(line, refunds, payments.settled_refunds)
    if line.kind == LineKind.REFUSED:
        expected = refund is not None and refund.status not in (RefundStatus.FAILED, RefundStatus.CANCELED)
        return Match(attempt, refund, Difference.STATE if expected else "")
    if refund is None:
        return Match(attempt, None, Difference.NOT_OURS)
    if refund.pk in payments.settled_refunds:
        return Match(attempt, refund, Difference.TWICE)
    difference = refund_difference(line.amount, refund)
    if not difference:
        payments.settled_refunds.add(refund.pk)
    return Match(attempt, refund, difference)


def _counterpart(line: SettlementFileLine, refunds: Sequence[Refund], settled: set[str]) -> Refund | None:
    """By the partner's own number; else by amount, the surest first; else the only one that is left."""
    if line.provider_ref:
        # A partner may give all refunds of a payment one name: then an unsettled one of this amount is meant.
        named = [refund for refund in refunds if refund.provider_ref == line.provider_ref]
        if named:
            return min(named, key=lambda refund: (refund.pk in settled, refund.amount != line.amount))
    same = [refund for refund in refunds if refund.amount == line.amount]
    free = [refund for refund in same if refund.pk not in settled]
    if free:
        return min(free, key=_doubt)
    if same:
        return same[0]
    left = [refund for refund in refunds if refund.pk not in settled]
    return left[0] if len(left) == 1 else None


def _doubt(refund: Refund) -> int:
    if refund.status == RefundStatus.SUCCEEDED:
        return 0
    return 1 if refund.phase in SENT else 2


def payment_difference(amount: int, attempt: Attempt) -> str:
    """How a payment of the file differs from an attempt of ours; "" where they agree."""
    if attempt.amount != amount:
        return Difference.AMOUNT
    return "" if attempt.status in PAID_STATUSES else Difference.STATE


def refund_difference(amount: int, refund: Refund) -> str:
    """How a refund of the file differs from one of ours; "" where they agree, or ours waits for this result."""
    if refund.amount != amount:
        return Difference.AMOUNT
    return "" if refund.status == RefundStatus.SUCCEEDED or refund.phase in SENT else Difference.STATE
