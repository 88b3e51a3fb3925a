"""Reserve stock: all of the quantities or none."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.locks import lock_variants
from catalog.models import Product, Reservation, ReservationState, Variant
from catalog.stock.quantities import MAX_QUANTITY, StockChange, apply_changes, check_availability
from catalog.visibility import on_sale
from core.errors import DomainError


def reserve(*, holder_ref: str, quantities: Mapping[int, int], expires_at: datetime | None) -> None:
    """Reserve `quantities` {variant id: number} for `holder_ref` until `expires_at` (None: until a person decides).

    The same call again changes nothing. Raises DomainError INSUFFICIENT_STOCK (params {"variants": {id: available}} of
    the variants that are short; a variant that is not on sale counts as 0), and nothing is reserved then. The deadline
    is only recorded: the stock becomes available again through `release_reservation`, which the caller runs after it
    has cancelled the payment.
    """
    if not quantities:
        raise ValueError("no quantities to reserve")
    if any(not 0 < quantity <= MAX_QUANTITY for quantity in quantities.values()):
        raise DomainError(_("Số lượng phải từ 1 trở lên."), field="quantity")
    with transaction.atomic():
        variants = lock_variants(quantities)
        existing = {row.variant_id: row for row in Reservation.objects.filter(holder_ref=holder_ref)}
        if existing:
            _refuse_other(holder_ref, existing, quantities)
            return
        sellable = set(
            Variant.objects.filter(
                pk__in=variants, is_active=True, product__in=on_sale(Product.objects.all())
            ).values_list("pk", flat=True)
        )
        check_availability({pk: variant for pk, variant in variants.items() if pk in sellable}, quantities)
        apply_changes(StockChange(pk, reserved=quantity) for pk, quantity in quantities.items())
        Reservation.objects.bulk_create(
            Reservation(holder_ref=holder_ref, variant_id=pk, quantity=quantity, expires_at=expires_at)
            for pk, quantity in sorted(quantities.items())
        )


def _refuse_other(holder_ref: str, existing: Mapping[int, Reservation], quantities: Mapping[int, int]) -> None:
    if {pk: row.quantity for pk, row in existing.items()} != dict(quantities):
        raise ValueError(f"{holder_ref} has already reserved other quantities")
    if any(row.state == ReservationState.RELEASED for row in existing.values()):
        raise ValueError(f"the reservation of {holder_ref} was released: use extend_reservation")
