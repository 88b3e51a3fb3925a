"""What payees are owed, and how it came to be."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from payments.ledger import chart
from payments.models import LedgerEntry, Transfer
from payments.sdk import objects


def transfers_of(payees: Iterable[str]) -> QuerySet[Transfer]:
    """Transfers to the payees that the caller may see, latest first."""
    return Transfer.objects.filter(payee_id__in=list(payees)).order_by("-created_at", "-pk")


def balances(payees: Iterable[str]) -> dict[str, objects.Balance]:
    """What is owed to each of the payees that the caller may see (1 statement)."""
    payees = list(payees)
    sums = (
        LedgerEntry.objects.filter(account__payee_id__in=payees)
        .values("account__payee_id")
        .annotate(
            pending=Sum("amount", filter=Q(account__code=chart.PAYEE_PENDING), default=0),
            available=Sum("amount", filter=Q(account__code=chart.PAYEE_AVAILABLE), default=0),
        )
    )
    found = {row["account__payee_id"]: objects.Balance(-row["pending"], -row["available"]) for row in sums}
    return {payee: found.get(payee, objects.Balance(0, 0)) for payee in payees}


def statement(payee: str, limit: int = 500) -> list[objects.StatementLine]:
    """A payee's movements, latest first (1 statement)."""
    codes = [chart.PAYEE_PENDING, chart.PAYEE_AVAILABLE, chart.MEMO_SALES]
    entries = (
        LedgerEntry.objects.filter(account__payee_id=payee, account__code__in=codes)
        .select_related("transaction__intent", "account")
        .order_by("-pk")[:limit]
    )
    return [
        objects.StatementLine(
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
