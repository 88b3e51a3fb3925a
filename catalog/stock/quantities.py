"""Changes of stock quantities and checks of availability. Callers hold the locks of the variants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from catalog.models import MovementReason, StockMovement, Variant
from core.errors import DomainError

MAX_QUANTITY = 1_000_000

_UPDATE = """
UPDATE catalog_variant AS v SET on_hand = v.on_hand + d.on_hand, reserved = v.reserved + d.reserved
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS d (id, on_hand, reserved) WHERE v.id = d.id
"""


@dataclass(frozen=True)
class StockChange:
    """The differences to add to a variant's two quantities."""

    variant_id: int
    on_hand: int = 0
    reserved: int = 0


def shortages(variants: Mapping[int, Variant], quantities: Mapping[int, int]) -> dict[int, int]:
    """{variant id: available} for the variants of which fewer than `quantities` are available; unknown ones have 0."""
    available = {pk: variants[pk].available if pk in variants else 0 for pk in quantities}
    return {pk: available[pk] for pk in sorted(quantities) if available[pk] < quantities[pk]}


def check_availability(variants: Mapping[int, Variant], quantities: Mapping[int, int]) -> None:
    """Raise DomainError INSUFFICIENT_STOCK with params {"variants": {id: available}} where a variant is short."""
    short = shortages(variants, quantities)
    if not short:
        return
    if any(short.values()):
        message = _("Một số mặt hàng không còn đủ số lượng bạn chọn. Vui lòng giảm số lượng.")
    else:
        message = _("Mặt hàng bạn chọn đã hết hàng.")
    raise DomainError(message, code="INSUFFICIENT_STOCK", field="quantity", params={"variants": short})


def apply_changes(changes: Iterable[StockChange], *, reason: MovementReason | None = None, ref: str = "") -> None:
    """Apply all changes in one statement. A change of `on_hand` is recorded as a movement with `reason` and `ref`."""
    effective = [change for change in changes if change.on_hand or change.reserved]
    if not effective:
        return
    with connection.cursor() as cursor:
        columns = [[getattr(change, name) for change in effective] for name in ("variant_id", "on_hand", "reserved")]
        cursor.execute(_UPDATE, columns)
    physical = [change for change in effective if change.on_hand]
    if not physical:
        return
    if reason is None:
        raise ValueError("a change of the stock on hand needs a reason")
    StockMovement.objects.bulk_create(
        StockMovement(variant_id=change.variant_id, delta=change.on_hand, reason=reason, ref=ref) for change in physical
    )
