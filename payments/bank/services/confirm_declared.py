"""A bank feed confirms a transfer that the payee declared received: the feed becomes the source of the result."""

from datetime import datetime

from payments.base.funds import refundable
from payments.models import Attempt, AttemptStatus, BankTransfer, ConfirmationSource, PaymentIntent, TransferState


def declared_alone(intent: PaymentIntent) -> Attempt | None:
    """The attempt that paid an intent by the payee's declaration, while no transfer is known that paid it.

    None where all of it was refunded or is being refunded: a person must decide whether a transfer is this money. The
    caller has locked the intent.
    """
    if refundable(intent) <= 0:
        return None
    paid = intent.attempts.filter(status=AttemptStatus.SUCCEEDED, confirmed_by=ConfirmationSource.DECLARED).first()
    if paid is None or BankTransfer.objects.filter(attempt=paid, state=TransferState.MATCHED).exists():
        return None
    return paid


def confirm_declared(attempt: Attempt, *, confirmed_by: str, bank_reference: str, booked_at: datetime) -> None:
    """Record the feed as the source; the person who declared it stays on record."""
    attempt.confirmed_by, attempt.provider_ref = confirmed_by, bank_reference[:40]
    attempt.paid_at = booked_at
    attempt.save(update_fields=["confirmed_by", "provider_ref", "paid_at"])
