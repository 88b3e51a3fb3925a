"""Extend a reservation to a new deadline: the buyer tries to pay again."""

from datetime import datetime

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes, check_availability


def extend_reservation(*, holder_ref: str, expires_at: datetime | None) -> None:
    """Set the new deadline; released quantities are reserved again if available. Committed ones stay as they are.

    Raises DomainError INSUFFICIENT_STOCK where a variant is short, LookupError for a holder without reservations,
    ValueError where the goods were sold and restocked.
    """
    with transaction.atomic():
        reservations, variants = lock_reservations(holder_ref)
        if not reservations:
            raise LookupError(f"{holder_ref} has no reservation")
        if any(row.state == ReservationState.RESTOCKED for row in reservations):
            raise ValueError(f"the goods of {holder_ref} were sold and restocked")
        released = [row for row in reservations if row.state == ReservationState.RELEASED]
        check_availability(variants, {row.variant_id: row.quantity for row in released})
        apply_changes(StockChange(row.variant_id, reserved=row.quantity) for row in released)
        uncommitted = [row.pk for row in reservations if row.state != ReservationState.COMMITTED]
        Reservation.objects.filter(pk__in=uncommitted).update(state=ReservationState.ACTIVE, expires_at=expires_at)
