"""Commit a reservation: its goods are sold. Where it was released, sell what is still available."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import MovementReason, Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes, shortages


def commit_reservation(*, holder_ref: str) -> bool:
    """Whether the holder's goods are sold: all of them or none.

    A released reservation (a payment after the deadline) is committed if enough stock is available; otherwise the
    result is False and nothing changes. The same call again returns True; False where the goods were sold and
    restocked. Raises LookupError for a holder without reservations.
    """
    with transaction.atomic():
        reservations, variants = lock_reservations(holder_ref)
        if not reservations:
            raise LookupError(f"{holder_ref} has no reservation")
        if any(row.state == ReservationState.RESTOCKED for row in reservations):
            return False
        open_rows = [row for row in reservations if row.state != ReservationState.COMMITTED]
        released = {row.variant_id: row.quantity for row in open_rows if row.state == ReservationState.RELEASED}
        if shortages(variants, released):
            return False
        apply_changes(
            (
                StockChange(row.variant_id, -row.quantity, -row.quantity if row.state == ReservationState.ACTIVE else 0)
                for row in open_rows
            ),
            reason=MovementReason.SALE,
            ref=holder_ref,
        )
        Reservation.objects.filter(pk__in=[row.pk for row in open_rows]).update(state=ReservationState.COMMITTED)
        return True
