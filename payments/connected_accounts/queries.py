"""Transfers to payees, and the journal entries of their accounts."""

from dataclasses import dataclass
from datetime import datetime

from payments.ledger import chart
from payments.models import LedgerEntry


@dataclass(frozen=True)
class StatementLine:
    """One line of a payee's money. `cash` lines were collected by the payee: shown, never owed."""

    created: datetime
    type: str  # a JournalReason ("transfer", "transfer_reversal" …), or the payment method of the payee's own money
    amount: int
    reference: str  # the caller's own name: an order's code
    payment_intent: str | None


def statement(payee: str, limit: int = 500) -> list[StatementLine]:
    """A payee's lines, latest first (1 statement)."""
    codes = [chart.PAYEE_PENDING, chart.PAYEE_AVAILABLE, chart.MEMO_SALES]
    entries = (
        LedgerEntry.objects.filter(account__payee_id=payee, account__code__in=codes)
        .select_related("transaction__intent", "account")
        .order_by("-pk")[:limit]
    )
    return [
        StatementLine(
            created=entry.transaction.created_at,
            type=_type(entry),
            amount=-entry.amount,
            reference=entry.transaction.reference,
            payment_intent=entry.transaction.intent_id,
        )
        for entry in entries
    ]


def _type(entry: LedgerEntry) -> str:
    """The reason of the entry; for money that the payee collected its payment method, also where it was refunded."""
    intent = entry.transaction.intent
    if entry.account.code == chart.MEMO_SALES and intent is not None:
        return intent.payment_method_type
    return entry.transaction.reason
