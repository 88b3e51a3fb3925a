"""Update a sale at a stall to the state of its payment. Events only trigger it; the state is read again."""

from django.db import transaction

from core import clock
from core.outbox import publish
from orders.locks import lock_sale_of_intent
from orders.models import PosSaleStatus
from payments import sdk


def sync_sale_with_payment(*, intent_id: str) -> None:
    """Read the payment again: if it succeeded the sale is paid, if it was cancelled the sale is cancelled. Repetition
    changes nothing.

    Payments without a POS sale are ignored. Money that arrives after the end stays with the seller whose account it
    reached: the transfer is unmatched, and the sale stays cancelled.
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
