"""Hold the same goods again, with a new deadline: a buyer tries to pay once more."""

from datetime import datetime

from django.db import transaction

from catalog.locks import lock_holds
from catalog.models import HoldState, StockHold
from catalog.stock import Change, move, refuse_shortage


def renew_hold(*, holder_ref: str, expires_at: datetime | None) -> None:
    """Held goods get the new deadline; released ones are held again if free. Goods already sold stay as they are.

    Raises DomainError INSUFFICIENT_STOCK where any is short, LookupError for a holder without holds, ValueError for
    goods that came back after their sale.
    """
    with transaction.atomic():
        holds, variants = lock_holds(holder_ref)
        if not holds:
            raise LookupError(f"{holder_ref} holds nothing")
        if any(hold.state == HoldState.RETURNED for hold in holds):
            raise ValueError(f"{holder_ref} was sold and returned")
        released = [hold for hold in holds if hold.state == HoldState.RELEASED]
        refuse_shortage(variants, {hold.variant_id: hold.quantity for hold in released})
        move(Change(hold.variant_id, held=hold.quantity) for hold in released)
        open_ones = [hold.pk for hold in holds if hold.state != HoldState.TAKEN]
        StockHold.objects.filter(pk__in=open_ones).update(state=HoldState.HELD, expires_at=expires_at)
