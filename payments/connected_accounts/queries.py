"""Transfers to payees, and the movements of their accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from payments.ledger import chart
from payments.models import LedgerEntry, Transfer


@dataclass(frozen=True)
class StatementLine:
    """One movement of a payee's money. `cash` lines are the payee's own already: shown, never owed."""

    created: datetime
    type: str  # "transfer", "transfer_reversal", "cash", "vietqr" …
    amount: int
    reference: str  # the caller's own name: an order's code
    payment_intent: str | None


def transfers_of(payees: Iterable[str]) -> QuerySet[Transfer]:
    """Transfers to the payees that the caller may see, latest first."""
    return Transfer.objects.filter(payee_id__in=list(payees)).order_by("-created_at", "-pk")


def statement(payee: str, limit: int = 500) -> list[StatementLine]:
    """A payee's movements, latest first (1 statement)."""
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
    """What moved; of the payee's own taking how it was taken ("cash", "vietqr"), also where it was given back."""
    intent = entry.transaction.intent
    if entry.account.code == chart.MEMO_SALES and intent is not None:
        return intent.payment_method_type
    return entry.transaction.reason
