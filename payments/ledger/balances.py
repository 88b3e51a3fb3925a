"""What is owed to payees, summed from their accounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from payments.ledger import chart
from payments.models import LedgerEntry


@dataclass(frozen=True)
class Balance:
    """What is owed to a payee, in đồng; `available` below zero is a debt."""

    pending: int
    available: int


def balances(payees: Iterable[str]) -> dict[str, Balance]:
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
    found = {row["account__payee_id"]: Balance(-row["pending"], -row["available"]) for row in sums}
    return {payee: found.get(payee, Balance(0, 0)) for payee in payees}
