"""Put the sold goods of a reservation back into stock: an order was cancelled after its payment."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import MovementReason, Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes


def restock_reservation(*, holder_ref: str) -> None:
    """The holder's committed goods are on hand again. Other goods stay as they are; the same call again changes
    nothing."""
    with transaction.atomic():
        committed = [row for row in lock_reservations(holder_ref)[0] if row.state == ReservationState.COMMITTED]
        apply_changes(
            (StockChange(row.variant_id, on_hand=row.quantity) for row in committed),
            reason=MovementReason.RESTOCK,
            ref=holder_ref,
        )
        Reservation.objects.filter(pk__in=[row.pk for row in committed]).update(state=ReservationState.RESTOCKED)
