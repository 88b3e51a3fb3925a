"""What a payee declared received, the bank now tells, too: the visit is told by it from then on."""

from datetime import datetime

from payments.base.funds import refundable
from payments.models import Attempt, AttemptStatus, BankTransfer, ConfirmationSource, PaymentIntent, TransferState


def declared_alone(intent: PaymentIntent) -> Attempt | None:
    """The visit that paid an intent by the payee's word, while no transfer is known that did, whichever QR was scanned.

    None where all of it has gone back since, or is going: whether this is that money, or came after all, a person
    must say. The intent is locked by the caller.
    """
    if refundable(intent) <= 0:
        return None
    paid = intent.attempts.filter(status=AttemptStatus.SUCCEEDED, confirmed_by=ConfirmationSource.DECLARED).first()
    if paid is None or BankTransfer.objects.filter(attempt=paid, state=TransferState.MATCHED).exists():
        return None
    return paid


def confirm_declared(attempt: Attempt, *, confirmed_by: str, bank_reference: str, booked_at: datetime) -> None:
    """Who declared it stays on record."""
    attempt.confirmed_by, attempt.provider_ref = confirmed_by, bank_reference[:40]
    attempt.paid_at = booked_at
    attempt.save(update_fields=["confirmed_by", "provider_ref", "paid_at"])
