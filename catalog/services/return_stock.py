"""Sold goods come back on the shelf: an order cancelled after its payment."""

from django.db import transaction

from catalog.locks import lock_holds
from catalog.models import HoldState, MovementReason, StockHold
from catalog.stock import Change, move


def return_stock(*, holder_ref: str) -> None:
    """What the holder took is on hand again. Goods not sold are left alone; repetition changes nothing."""
    with transaction.atomic():
        holds = [hold for hold in lock_holds(holder_ref)[0] if hold.state == HoldState.TAKEN]
        move(
            (Change(hold.variant_id, on_hand=hold.quantity) for hold in holds),
            reason=MovementReason.RETURNED,
            ref=holder_ref,
        )
        StockHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=HoldState.RETURNED)
