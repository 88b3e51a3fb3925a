"""Reads of bank transfers."""

from django.db.models import QuerySet

from payments.mode import livemode
from payments.models import BankTransfer, TransferState


def transfer_questions(account: str | None) -> QuerySet[BankTransfer]:
    """Transfers that nobody has decided, into the accounts of a payee (None: the operator's), oldest first."""
    asked = BankTransfer.objects.filter(state=TransferState.QUESTION, account__payee_id=account, livemode=livemode())
    return asked.select_related("attempt", "account").order_by("created_at", "pk")
