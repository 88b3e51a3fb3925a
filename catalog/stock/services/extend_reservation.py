"""Hold the same goods again, with a new deadline: a buyer tries to pay once more."""

from datetime import datetime

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes, check_availability


def extend_reservation(*, holder_ref: str, expires_at: datetime | None) -> None:
    """Held goods get the new deadline; released ones are held again if free. Goods already sold stay as they are.

    Raises DomainError INSUFFICIENT_STOCK where any is short, LookupError for a holder without holds, ValueError for
    goods that came back after their sale.
    """
    with transaction.atomic():
        holds, variants = lock_reservations(holder_ref)
        if not holds:
            raise LookupError(f"{holder_ref} holds nothing")
        if any(hold.state == ReservationState.RESTOCKED for hold in holds):
            raise ValueError(f"{holder_ref} was sold and returned")
        released = [hold for hold in holds if hold.state == ReservationState.RELEASED]
        check_availability(variants, {hold.variant_id: hold.quantity for hold in released})
        apply_changes(StockChange(hold.variant_id, reserved=hold.quantity) for hold in released)
        open_ones = [hold.pk for hold in holds if hold.state != ReservationState.COMMITTED]
        Reservation.objects.filter(pk__in=open_ones).update(state=ReservationState.ACTIVE, expires_at=expires_at)
