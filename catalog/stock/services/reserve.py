"""Keep goods aside for a holder: all of them or none."""

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
    """Hold `quantities` {variant id: number} for `holder_ref` until `expires_at` (None: until a person decides).

    Repeating the same call changes nothing. Raises DomainError INSUFFICIENT_STOCK (params {"variants": {id: available}}
    of those that are short; what is not on sale counts as none), and nothing is held then. The deadline is a
    note for people and for the caller: goods come free by `release_stock` only, after their payment was cancelled.
    """
    if not quantities:
        raise ValueError("nothing to hold")
    if any(not 0 < quantity <= MAX_QUANTITY for quantity in quantities.values()):
        raise DomainError(_("Số lượng phải từ 1 trở lên."), field="quantity")
    with transaction.atomic():
        variants = lock_variants(quantities)
        known = Reservation.objects.filter(holder_ref=holder_ref)
        if held := {hold.variant_id: hold for hold in known}:
            _refuse_other(holder_ref, held, quantities)
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


def _refuse_other(holder_ref: str, held: Mapping[int, Reservation], quantities: Mapping[int, int]) -> None:
    if {pk: hold.quantity for pk, hold in held.items()} != dict(quantities):
        raise ValueError(f"{holder_ref} already holds other goods")
    if any(hold.state == ReservationState.RELEASED for hold in held.values()):
        raise ValueError(f"{holder_ref} was released: renew_hold takes it again")
