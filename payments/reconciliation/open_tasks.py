"""What waits for a person, kind by kind: how much, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Model, Q, QuerySet, Value

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
from payments.reconciliation.days import missing_attempts

_SILENT = Q(disabled_reason=DisabledReason.DELIVERY_FAILURES)


@dataclass(frozen=True)
class OpenTasks:
    """Things of one kind that only a person can end."""

    kind: str
    count: int
    oldest: datetime


def open_tasks_by_kind(*others: QuerySet[Model, dict]) -> dict[str, OpenTasks]:
    """By kind, only those of which there are any (1 statement): "review", "call", "line", "bank", "approval" …

    `others` are kinds of other rooms, each made by `tally`.
    """
    refunds = Refund.objects.all()
    parts = [
        tally("review", PaymentIntent.objects.filter(review=True), "created_at"),
        tally("call", ProviderMessage.objects.filter(~Q(review_reason=""), decided_at=None), "at"),
        tally("line", SettlementLine.objects.filter(~Q(difference=""), decided_at=None), "file__at"),
        tally("bank", BankTransfer.objects.filter(state=TransferState.QUESTION, account__payee=None), "created_at"),
        tally("approval", refunds.filter(phase=RefundPhase.AWAITING_APPROVAL), "created_at"),
        tally("unknown", refunds.filter(phase=RefundPhase.UNKNOWN), "created_at"),
        tally(
            "failed",
            refunds.filter(status__in=UNSUCCESSFUL_REFUND_STATUSES, retry=None, intent__origin="sdk"),
            "ended_at",
        ),
        tally("payout", Payout.objects.filter(status=PayoutStatus.PENDING), "created_at"),
        tally("payout_sent", Payout.objects.filter(status=PayoutStatus.IN_TRANSIT), "created_at"),
        tally("webhook", WebhookEndpoint.objects.filter(_SILENT, deleted_at=None), "disabled_at"),
        tally("by_hand", refunds.filter(phase=RefundPhase.BY_HAND, intent__payee=None), "created_at"),
        tally("missing", missing_attempts(), "closed_at"),
        *others,
    ]
    rows: Iterable[dict] = parts[0].union(*parts[1:], all=True)
    return {row["what"]: OpenTasks(row["what"], row["count"], row["oldest"]) for row in rows if row["count"]}


def tally(kind: str, rows: QuerySet[Any], moment: str) -> QuerySet[Model, dict]:
    """How many rows there are, and the oldest of their moments."""
    return rows.order_by().annotate(what=Value(kind)).values("what").annotate(count=Count("pk"), oldest=Min(moment))
