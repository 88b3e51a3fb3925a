"""Reads of bank transfers."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from payments.mode import livemode
from payments.models import OPEN_STATUSES, AttemptStatus, BankAccount, BankTransfer, PaymentIntent, TransferState


def transfer_questions(account: str | None) -> QuerySet[BankTransfer]:
    """Transfers that nobody has decided, into the accounts of a payee (None: the operator's), oldest first."""
    asked = BankTransfer.objects.filter(state=TransferState.QUESTION, account__payee_id=account, livemode=livemode())
    return asked.select_related("attempt", "account").order_by("created_at", "pk")


def payable_by_transfer(amounts: Collection[int]) -> QuerySet[PaymentIntent]:
    """Open payments to the operator by VietQR of one of these amounts, newest first (1 statement)."""
    waiting = Q(attempts__provider="vietqr", attempts__status=AttemptStatus.OPEN)
    found = PaymentIntent.objects.filter(
        waiting, status__in=OPEN_STATUSES, amount__in=list(amounts), payee=None, livemode=livemode()
    )
    return found.order_by("-sequence").distinct()[:200]


def former_accounts() -> QuerySet[BankAccount]:
    """The operator's accounts that buyers are shown no more, the newest first; what comes into them is still heard."""
    return BankAccount.objects.filter(payee=None, livemode=livemode(), is_active=False).order_by("-pk")
