"""Reserve stock: all of the quantities or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import gettext_lazy as _

from catalog.models import Reservation, Variant
from catalog.stock.quantities import MAX_QUANTITY, check_availability
from catalog.visibility import variant_on_sale_q
from core.compiled_queries import compiled_query
from core.errors import DomainError
from core.rows import Batch, require_transaction


@dataclass(frozen=True)
class ReservationRequest:
    """What one holder wants to reserve: {variant id: number}, until a deadline (None: until a person decides)."""

    holder_ref: str
    quantities: Mapping[int, int]
    expires_at: datetime | None


def reserve(requests: Sequence[ReservationRequest], batch: Batch) -> None:
    """Reserve for holders that have reserved nothing yet, no variant twice; all or none.

    The caller has locked the variants by `lock_to_sell`, and rolls its transaction back on any exception. The batch
    writes, where a variant is on sale with enough stock at that moment: a product may be hidden while its variant is
    locked. `Batch.write` raises DomainError INSUFFICIENT_STOCK (params {"variants": {id: available}} of the variants
    that are short; a variant that is not on sale counts as 0); IntegrityError where a holder has reserved before.

    The deadline is only recorded: the stock becomes available again through `release_reservation`, which the caller
    runs after it has cancelled the payment.
    """
    require_transaction("stock is reserved")
    quantities = {pk: quantity for one in requests for pk, quantity in one.quantities.items()}
    if not quantities:
        raise ValueError("no quantities to reserve")
    if len(quantities) != sum(len(one.quantities) for one in requests):
        raise ValueError("two holders request one variant")
    if any(not 0 < quantity <= MAX_QUANTITY for quantity in quantities.values()):
        raise DomainError(_("Số lượng phải từ 1 trở lên."), field="quantity")
    ids = list(quantities)
    moved = batch.run(_move(), [ids, list(quantities.values()), *_on_sale.params(ids)])
    batch.then(lambda: _refuse({pk: number for pk, number in quantities.items() if pk not in moved.value}))
    batch.insert(
        [
            Reservation(holder_ref=one.holder_ref, variant_id=pk, quantity=quantity, expires_at=one.expires_at)
            for one in requests
            for pk, quantity in sorted(one.quantities.items())
        ]
    )


_on_sale = compiled_query(lambda ids: Variant.objects.filter(variant_on_sale_q(), pk__any_of=ids).values("pk"), list)


@cache
def _move() -> str:
    return f"""
UPDATE catalog_variant AS v SET reserved = v.reserved + d.reserved
FROM unnest(%s::bigint[], %s::int[]) AS d (id, reserved)
WHERE v.id = d.id AND v.on_hand - v.reserved >= d.reserved AND v.id IN ({_on_sale.sql()}) RETURNING v.id AS key
"""  # noqa: S608


def _refuse(short: Mapping[int, int]) -> None:
    """Raise INSUFFICIENT_STOCK for the variants that could not be reserved; none: nothing."""
    if short:
        variants = Variant.objects.filter(variant_on_sale_q(), pk__in=short)
        check_availability({variant.pk: variant for variant in variants}, short)
        raise AssertionError("variants with enough stock were not reserved")
