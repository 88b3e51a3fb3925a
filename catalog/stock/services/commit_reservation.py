"""Sell what was held; or, where the hold was released meanwhile, what is still free."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import MovementReason, Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes, shortages


def commit_reservation(*, holder_ref: str) -> bool:
    """The holder's goods leave the shelf: True. All or none.

    A released hold (a payment after its deadline) takes fresh stock if enough is free; otherwise False, and nothing has
    changed. True again on repetition; False for goods that came back. Raises LookupError for a holder without holds.
    """
    with transaction.atomic():
        holds, variants = lock_reservations(holder_ref)
        if not holds:
            raise LookupError(f"{holder_ref} holds nothing")
        if any(hold.state == ReservationState.RESTOCKED for hold in holds):
            return False
        left = [hold for hold in holds if hold.state != ReservationState.COMMITTED]
        fresh = {hold.variant_id: hold.quantity for hold in left if hold.state == ReservationState.RELEASED}
        if shortages(variants, fresh):
            return False
        apply_changes(
            (
                StockChange(
                    hold.variant_id, -hold.quantity, -hold.quantity if hold.state == ReservationState.ACTIVE else 0
                )
                for hold in left
            ),
            reason=MovementReason.SALE,
            ref=holder_ref,
        )
        Reservation.objects.filter(pk__in=[hold.pk for hold in left]).update(state=ReservationState.COMMITTED)
        return True
