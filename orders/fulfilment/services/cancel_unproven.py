"""Cancel a cash order that was not confirmed in time, and release its goods."""

from uuid import UUID

from django.db import transaction

from catalog.stock.services.release_reservation import release_reservation
from core import clock
from orders.identifiers import holder_ref
from orders.locks import lock_order
from orders.transitions import TransitionName, can_transition, transition_order


def cancel_unproven(*, order_id: UUID | str) -> bool:
    """Cancel the order if its deadline has passed and it still waits. Returns whether it was cancelled.

    Raises NotFound.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if (
            order.prove_by is None
            or order.prove_by > clock.now()
            or not can_transition(order, TransitionName.CANCEL_UNPROVEN)
        ):
            return False
        release_reservation(holder_ref=holder_ref(order))
        transition_order(order, TransitionName.CANCEL_UNPROVEN)
        return True
