"""Update a sale at a stall to the state of its payment. Events only trigger it; the state is read again."""

from django.db import transaction

from core import clock
from core.outbox import publish
from orders.models import PosSaleStatus
from orders.pos.locks import lock_sale_of_intent
from payments import sdk


def sync_sale_with_payment(*, intent_id: str) -> None:
    """Read the payment again: succeeded, the sale is paid; cancelled, it is given up. Repetition changes nothing.

    A payment that pays for no counter sale is none of ours. Money that came after the end stays with the seller whose
    account it reached; the desk asks about it, and the sale stays given up.
    """
    with transaction.atomic():
        sale = lock_sale_of_intent(intent_id)
        if sale is None or sale.status != PosSaleStatus.WAITING:
            return
        intent = sdk.payment_intents.retrieve(intent_id)
        if intent.status == "succeeded":
            sale.status, sale.paid_at = PosSaleStatus.PAID, intent.succeeded_at or clock.now()
            sale.paid_declared = intent.declared
            sale.save(update_fields=["status", "paid_at", "paid_declared"])
            publish("pos_sale.paid", {"sale_id": str(sale.pk)})
        elif intent.status == "canceled":
            sale.status = PosSaleStatus.CANCELED
            sale.save(update_fields=["status"])
