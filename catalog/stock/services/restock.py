"""Goods that a buyer brought back, fit to be sold, are on the shelf again."""

from collections.abc import Mapping

from django.db import transaction

from catalog.locks import lock_variants
from catalog.models import MovementReason
from catalog.stock.quantities import StockChange, apply_changes


def restock(*, quantities: Mapping[int, int], ref: str) -> None:
    """So many of each variant are on hand again; `ref` is the caller's own name for it, said once."""
    with transaction.atomic():
        lock_variants(quantities)
        apply_changes(
            (StockChange(variant_id, on_hand=n) for variant_id, n in sorted(quantities.items())),
            reason=MovementReason.RETURN,
            ref=ref,
        )
