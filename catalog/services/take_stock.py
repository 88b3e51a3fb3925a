"""Sell what was held; or, where the hold was released meanwhile, what is still free."""

from django.db import transaction

from catalog.locks import lock_holds
from catalog.models import HoldState, MovementReason, StockHold
from catalog.stock import Change, move, shortages


def take_stock(*, holder_ref: str) -> bool:
    """The holder's goods leave the shelf: True. All or none.

    A released hold (a payment after its deadline) takes fresh stock if enough is free; otherwise False, and nothing has
    changed. True again on repetition; False for goods that came back. Raises LookupError for a holder without holds.
    """
    with transaction.atomic():
        holds, variants = lock_holds(holder_ref)
        if not holds:
            raise LookupError(f"{holder_ref} holds nothing")
        if any(hold.state == HoldState.RETURNED for hold in holds):
            return False
        left = [hold for hold in holds if hold.state != HoldState.TAKEN]
        fresh = {hold.variant_id: hold.quantity for hold in left if hold.state == HoldState.RELEASED}
        if shortages(variants, fresh):
            return False
        move(
            (
                Change(hold.variant_id, -hold.quantity, -hold.quantity if hold.state == HoldState.HELD else 0)
                for hold in left
            ),
            reason=MovementReason.SOLD,
            ref=holder_ref,
        )
        StockHold.objects.filter(pk__in=[hold.pk for hold in left]).update(state=HoldState.TAKEN)
        return True
