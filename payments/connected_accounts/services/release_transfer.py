"""Release a transfer when its return window has ended: its money may be paid out."""

from django.db import transaction

from core import clock
from payments.base.locks import lock_payee, lock_transfer
from payments.events import publish
from payments.ledger import chart
from payments.ledger.journal import post_entry
from payments.models import BalanceTransaction, Transfer


def release_transfer(*, transfer_id: str) -> Transfer:
    """Move what is left of a transfer from pending to available; a repetition changes nothing. Raises NotFound."""
    with transaction.atomic():
        intent, transfer = lock_transfer(transfer_id)
        if transfer.released_at is not None:
            return transfer
        owed = owed_to_payee(transfer)
        if owed < 0:
            lock_payee(transfer.payee_id)  # a negative rest reduces what may be paid out
        if owed:
            post_entry(
                reason="release",
                reason_ref=transfer.pk,
                intent=intent,
                livemode=transfer.livemode,
                lines=[
                    (chart.payee_account(chart.PAYEE_PENDING, transfer.payee_id), owed),
                    (chart.payee_account(chart.PAYEE_AVAILABLE, transfer.payee_id), -owed),
                ],
                reference=transfer.reference,
            )
        transfer.released_at = clock.now()
        transfer.save(update_fields=["released_at"])
        # The payee's lines of it, the reversals' too: they name the payment that the payee sees.
        BalanceTransaction.objects.filter(
            payee_id=transfer.payee_id, source=transfer.payment_id, available_on=None
        ).update(available_on=transfer.released_at)
        if owed > 0:
            publish.publish_balance_available(transfer.payee)
        return transfer


def owed_to_payee(transfer: Transfer) -> int:
    """What the payee still has of a transfer, in đồng; below zero where it bears a commission that was not returned."""
    net = transfer.amount - transfer.commission - transfer.vat - transfer.pit
    back = transfer.reversed - transfer.commission_reversed - transfer.vat_reversed - transfer.pit_reversed
    return net - back
