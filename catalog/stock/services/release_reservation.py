"""Release a reservation: its stock is available to others again."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes


def release_reservation(*, holder_ref: str) -> None:
    """Release the holder's active reservations. Committed ones stay committed; the same call again changes nothing."""
    with transaction.atomic():
        active = [row for row in lock_reservations(holder_ref)[0] if row.state == ReservationState.ACTIVE]
        apply_changes(StockChange(row.variant_id, reserved=-row.quantity) for row in active)
        Reservation.objects.filter(pk__in=[row.pk for row in active]).update(state=ReservationState.RELEASED)
