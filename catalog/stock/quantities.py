"""The arithmetic of stock, under the variants' locks: what is short, and how the numbers move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from catalog.models import MovementReason, StockMovement, Variant
from core.errors import DomainError

MAX_QUANTITY = 1_000_000

_MOVE = """
UPDATE catalog_variant AS v SET on_hand = v.on_hand + d.on_hand, held = v.reserved + d.reserved
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS d (id, on_hand, reserved) WHERE v.id = d.id
"""


@dataclass(frozen=True)
class StockChange:
    """By how much a variant's two numbers move."""

    variant_id: int
    on_hand: int = 0
    reserved: int = 0


def shortages(variants: Mapping[int, Variant], wanted: Mapping[int, int]) -> dict[int, int]:
    """{variant id: how many can be had} for those of which fewer than wanted are free. Unknown ones have none."""
    free = {pk: variants[pk].available if pk in variants else 0 for pk in wanted}
    return {pk: free[pk] for pk in sorted(wanted) if free[pk] < wanted[pk]}


def check_availability(variants: Mapping[int, Variant], wanted: Mapping[int, int]) -> None:
    """Raise INSUFFICIENT_STOCK with params {"variants": {id: available}} where any is short."""
    short = shortages(variants, wanted)
    if not short:
        return
    if any(short.values()):
        message = _("Một số mặt hàng không còn đủ số lượng bạn chọn. Vui lòng giảm số lượng.")
    else:
        message = _("Mặt hàng bạn chọn đã hết hàng.")
    raise DomainError(message, code="INSUFFICIENT_STOCK", field="quantity", params={"variants": short})


def apply_changes(changes: Iterable[StockChange], *, reason: MovementReason | None = None, ref: str = "") -> None:
    """Apply the changes in one statement; where `on_hand` moves, `reason` and `ref` say why in the movements."""
    moved = [change for change in changes if change.on_hand or change.reserved]
    if not moved:
        return
    with connection.cursor() as cursor:
        columns = [[getattr(change, name) for change in moved] for name in ("variant_id", "on_hand", "reserved")]
        cursor.execute(_MOVE, columns)
    physical = [change for change in moved if change.on_hand]
    if not physical:
        return
    if reason is None:
        raise ValueError("stock on hand never moves without a reason")
    StockMovement.objects.bulk_create(
        StockMovement(variant_id=change.variant_id, delta=change.on_hand, reason=reason, ref=ref) for change in physical
    )
