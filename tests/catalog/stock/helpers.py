"""Reserving, as a placing does it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from catalog.locks import lock_to_sell
from catalog.stock.services.reserve import ReservationRequest
from catalog.stock.services.reserve import reserve as reserve_locked
from core.rows import Batch


def reserve(*, holder_ref: str, quantities: Mapping[int, int], expires_at: datetime | None) -> None:
    """Lock the variants and reserve for one holder, in a transaction."""
    with transaction.atomic():
        reserve_all([ReservationRequest(holder_ref, quantities, expires_at)])


def reserve_all(requests: list[ReservationRequest]) -> None:
    """The same for several holders, in the caller's transaction."""
    lock_to_sell(pk for one in requests for pk in one.quantities)
    batch = Batch()
    reserve_locked(requests, batch)
    batch.write()
