"""Open tasks of the operator by kind: how many, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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


class TaskKind(StrEnum):
    """What can wait for a person: each kind is on the office's overview and among the gauges of `/metrics`."""

    REVIEW = "review"  # a payment
    CALL = "call"  # a provider's message that fits nothing
    LINE = "line"  # of a settlement file
    BANK = "bank"  # an incoming transfer
    APPROVAL = "approval"  # of a refund
    UNKNOWN = "unknown"  # a refund without a result
    FAILED = "failed"  # a refund that did not reach the buyer
    BY_HAND = "by_hand"  # a refund that a person transfers
    REQUESTED_RETURN = "requested_return"  # of `orders`: a buyer waits for an answer
    PAYOUT = "payout"  # not in a file yet
    PAYOUT_SENT = "payout_sent"  # in a file, without the bank's answer
    MISSING = "missing"  # a payment in no settlement file
    WEBHOOK = "webhook"  # an endpoint that was disabled


_SILENT = Q(disabled_reason=DisabledReason.DELIVERY_FAILURES)


@dataclass(frozen=True)
class OpenTasks:
    """Open tasks of one kind."""

    kind: TaskKind
    count: int
    oldest: datetime


def open_tasks_by_kind(*others: QuerySet[Model, dict]) -> dict[TaskKind, OpenTasks]:
    """By kind, only kinds with open tasks (1 statement).

    `others` are kinds of other rooms, each made by `tally`.
    """
    refunds = Refund.objects.all()
    parts = [
        tally(TaskKind.REVIEW, PaymentIntent.objects.filter(review=True), "created_at"),
        tally(TaskKind.CALL, ProviderMessage.objects.filter(~Q(review_reason=""), decided_at=None), "at"),
        tally(TaskKind.LINE, SettlementLine.objects.filter(~Q(difference=""), decided_at=None), "file__at"),
        tally(
            TaskKind.BANK, BankTransfer.objects.filter(state=TransferState.UNMATCHED, account__payee=None), "created_at"
        ),
        tally(TaskKind.APPROVAL, refunds.filter(phase=RefundPhase.AWAITING_APPROVAL), "created_at"),
        tally(TaskKind.UNKNOWN, refunds.filter(phase=RefundPhase.UNKNOWN), "created_at"),
        tally(
            TaskKind.FAILED,
            refunds.filter(status__in=UNSUCCESSFUL_REFUND_STATUSES, retry=None, intent__origin="sdk"),
            "ended_at",
        ),
        tally(TaskKind.PAYOUT, Payout.objects.filter(status=PayoutStatus.PENDING), "created_at"),
        tally(TaskKind.PAYOUT_SENT, Payout.objects.filter(status=PayoutStatus.IN_TRANSIT), "created_at"),
        tally(TaskKind.WEBHOOK, WebhookEndpoint.objects.filter(_SILENT, deleted_at=None), "disabled_at"),
        tally(TaskKind.BY_HAND, refunds.filter(phase=RefundPhase.BY_HAND, intent__payee=None), "created_at"),
        tally(TaskKind.MISSING, missing_attempts(), "closed_at"),
        *others,
    ]
    rows: Iterable[dict] = parts[0].union(*parts[1:], all=True)
    found = [OpenTasks(TaskKind(row["what"]), row["count"], row["oldest"]) for row in rows if row["count"]]
    return {tasks.kind: tasks for tasks in found}


def tally(kind: TaskKind, rows: QuerySet[Any], moment: str) -> QuerySet[Model, dict]:
    """How many rows there are, and the oldest of their moments."""
    return (
        rows.order_by().annotate(what=Value(str(kind))).values("what").annotate(count=Count("pk"), oldest=Min(moment))
    )
