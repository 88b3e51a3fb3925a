"""Reserve stock: all of the quantities or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.locks import lock_variants_to_sell
from catalog.models import Reservation, ReservationState, Variant
from catalog.stock.quantities import MAX_QUANTITY, StockChange, apply_changes, check_availability
from core.errors import DomainError


@dataclass(frozen=True)
class ReservationRequest:
    """What one holder wants to reserve: {variant id: number}, until a deadline (None: until a person decides)."""

    holder_ref: str
    quantities: Mapping[int, int]
    expires_at: datetime | None


def reserve(*, holder_ref: str, quantities: Mapping[int, int], expires_at: datetime | None) -> None:
    """Reserve `quantities` {variant id: number} for `holder_ref` until `expires_at` (None: until a person decides).

    The same call again changes nothing. Raises DomainError INSUFFICIENT_STOCK (params {"variants": {id: available}} of
    the variants that are short; a variant that is not on sale counts as 0), and nothing is reserved then. The deadline
    is only recorded: the stock becomes available again through `release_reservation`, which the caller runs after it
    has cancelled the payment.
    """
    _check(quantities)
    with transaction.atomic():
        locked = lock_variants_to_sell(quantities)
        existing = {row.variant_id: row for row in Reservation.objects.filter(holder_ref=holder_ref)}
        if existing:
            _refuse_other(holder_ref, existing, quantities)
            return
        _write([ReservationRequest(holder_ref, quantities, expires_at)], *locked)


def reserve_new(requests: Sequence[ReservationRequest]) -> None:
    """Reserve for holders that have reserved nothing yet, no variant twice; all or none, in three statements.

    Runs in the caller's transaction, which any exception must roll back as a whole. Raises as `reserve`; an
    IntegrityError where a holder has reserved before.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("stock must be reserved inside a transaction")
    for one in requests:
        _check(one.quantities)
    _write(requests, *lock_variants_to_sell(pk for one in requests for pk in one.quantities))


def _check(quantities: Mapping[int, int]) -> None:
    if not quantities:
        raise ValueError("no quantities to reserve")
    if any(not 0 < quantity <= MAX_QUANTITY for quantity in quantities.values()):
        raise DomainError(_("Số lượng phải từ 1 trở lên."), field="quantity")


def _write(requests: Sequence[ReservationRequest], variants: Mapping[int, Variant], sellable: set[int]) -> None:
    quantities = {pk: quantity for one in requests for pk, quantity in one.quantities.items()}
    if len(quantities) != sum(len(one.quantities) for one in requests):
        raise ValueError("two holders request one variant")
    check_availability({pk: variant for pk, variant in variants.items() if pk in sellable}, quantities)
    apply_changes(StockChange(pk, reserved=quantity) for pk, quantity in quantities.items())
    Reservation.objects.bulk_create(
        Reservation(holder_ref=one.holder_ref, variant_id=pk, quantity=quantity, expires_at=one.expires_at)
        for one in requests
        for pk, quantity in sorted(one.quantities.items())
    )


def _refuse_other(holder_ref: str, existing: Mapping[int, Reservation], quantities: Mapping[int, int]) -> None:
    if {pk: row.quantity for pk, row in existing.items()} != dict(quantities):
        raise ValueError(f"{holder_ref} has already reserved other quantities")
    if any(row.state == ReservationState.RELEASED for row in existing.values()):
        raise ValueError(f"the reservation of {holder_ref} was released: use extend_reservation")
