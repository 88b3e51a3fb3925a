"""A destination charge: its payee's share in the moment of success, with no return window of ours to wait for."""

from payments.connected_accounts.services.create_transfer import record_transfer
from payments.intents.hooks import Moment, hook
from payments.models import Attempt, PaymentIntent


@hook(Moment.SUCCEEDED)
def transfer_to_destination(intent: PaymentIntent, attempt: Attempt | None) -> None:
    """Transfer what the intent names for its destination; nothing where it names none.

    Nothing may refuse here, or the money that came would be written nowhere: a fee that the share cannot bear beside
    the tax withheld of it is kept as far as it goes.
    """
    payee = intent.transfer_destination
    if payee is None:
        return
    record_transfer(
        intent,
        payee,
        amount=intent.transfer_amount or intent.amount,
        reference=intent.pk,
        application_fee_amount=intent.application_fee_amount or 0,  # what the caller said, as with Stripe
        released=True,
        fee_yields=True,
    )
