"""Sold goods come back on the shelf: an order cancelled after its payment."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import MovementReason, Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes


def restock_reservation(*, holder_ref: str) -> None:
    """What the holder took is on hand again. Goods not sold are left alone; repetition changes nothing."""
    with transaction.atomic():
        holds = [hold for hold in lock_reservations(holder_ref)[0] if hold.state == ReservationState.COMMITTED]
        apply_changes(
            (StockChange(hold.variant_id, on_hand=hold.quantity) for hold in holds),
            reason=MovementReason.RESTOCK,
            ref=holder_ref,
        )
        Reservation.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=ReservationState.RESTOCKED)
