"""What waits for a person, kind by kind: how much, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Min, Model, Q, QuerySet, Value

from core import clock
from payments.models import (
    UNSUCCESSFUL_REFUND_STATUSES,
    BankTransfer,
    DisabledReason,
    PaymentIntent,
    Payout,
    PayoutStatus,
    ProviderMessage,
    Refund,
    RefundPhase,
    SettlementLine,
    TransferState,
    WebhookEndpoint,
)
from payments.reconciliation.days import missing

_SILENT = Q(disabled_reason=DisabledReason.DELIVERY_FAILURES)


@dataclass(frozen=True)
class OpenTasks:
    """Things of one kind that only a person can end."""

    kind: str
    count: int
    oldest: datetime


def open_tasks_by_kind() -> dict[str, OpenTasks]:
    """By kind, only those of which there are any (1 statement): "review", "call", "line", "bank", "approval" …"""
    refunds = Refund.objects.all()
    parts = [
        _part("review", PaymentIntent.objects.filter(review=True), "created_at"),
        _part("call", ProviderMessage.objects.filter(~Q(review_reason=""), decided_at=None), "at"),
        _part("line", SettlementLine.objects.filter(~Q(difference=""), decided_at=None), "file__at"),
        _part("bank", BankTransfer.objects.filter(state=TransferState.QUESTION, account__payee=None), "created_at"),
        _part("approval", refunds.filter(phase=RefundPhase.AWAITING_APPROVAL), "created_at"),
        _part("unknown", refunds.filter(phase=RefundPhase.UNKNOWN), "created_at"),
        _part(
            "failed",
            refunds.filter(status__in=UNSUCCESSFUL_REFUND_STATUSES, retry=None, intent__origin="sdk"),
            "ended_at",
        ),
        _part("payout", Payout.objects.filter(status=PayoutStatus.PENDING), "created_at"),
        _part("payout_sent", Payout.objects.filter(status=PayoutStatus.IN_TRANSIT), "created_at"),
        _part("webhook", WebhookEndpoint.objects.filter(_SILENT, deleted_at=None), "disabled_at"),
        _part("by_hand", refunds.filter(phase=RefundPhase.BY_HAND, intent__payee=None), "created_at"),
    ]
    rows: Iterable[dict] = parts[0].union(*parts[1:], all=True)
    return {row["what"]: OpenTasks(row["what"], row["count"], row["oldest"]) for row in rows if row["count"]}


def _part(kind: str, rows: QuerySet[Model], moment: str) -> QuerySet[Model, dict]:
    return rows.order_by().annotate(what=Value(kind)).values("what").annotate(count=Count("pk"), oldest=Min(moment))


def missing_payment_tasks() -> dict[str, OpenTasks]:
    """Payments of ours that no file of their day holds (1 statement), waiting since their day."""
    gaps = [gap for gap in missing() if not gap.may_come]
    if not gaps:
        return {}
    since = datetime.combine(min(gap.day for gap in gaps), time.min, clock.VIETNAM)
    return {"missing": OpenTasks("missing", len(gaps), since)}
