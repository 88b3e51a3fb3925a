"""A destination charge: transfer the payee's share at the moment of success, without a return window."""

from payments.connected_accounts.services.create_transfer import record_transfer
from payments.intents.hooks import Moment, hook
from payments.models import Attempt, Origin, PaymentIntent


@hook(Moment.SUCCEEDED, origin=Origin.API)
def transfer_to_destination(intent: PaymentIntent, attempt: Attempt | None) -> None:
    """Transfer to the intent's destination; nothing where it has none.

    It must not refuse, or the received money could not be recorded: a fee that exceeds the share after tax is reduced
    to what is left.
    """
    payee = intent.transfer_destination
    if payee is None:
        return
    record_transfer(
        intent,
        payee,
        amount=intent.transfer_amount or intent.amount,
        reference=intent.pk,
        application_fee_amount=intent.application_fee_amount or 0,  # the caller's fee, as with Stripe
        released=True,
        fee_yields=True,
    )
