"""Give held goods free again."""

from django.db import transaction

from catalog.locks import lock_reservations
from catalog.models import Reservation, ReservationState
from catalog.stock.quantities import StockChange, apply_changes


def release_reservation(*, holder_ref: str) -> None:
    """What the holder still holds can be bought by others. Goods already sold stay sold; repetition changes nothing."""
    with transaction.atomic():
        holds = [hold for hold in lock_reservations(holder_ref)[0] if hold.state == ReservationState.ACTIVE]
        apply_changes(StockChange(hold.variant_id, reserved=-hold.quantity) for hold in holds)
        Reservation.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=ReservationState.RELEASED)
