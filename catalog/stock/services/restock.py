"""Put returned goods back into stock: a buyer returned them after the hand-over, fit to be sold again."""

from collections.abc import Mapping

from django.db import transaction

from catalog.locks import lock_variants
from catalog.models import MovementReason
from catalog.stock.quantities import StockChange, apply_changes


def restock(*, quantities: Mapping[int, int], ref: str) -> None:
    """Add `quantities` {variant id: number} to the stock on hand. `ref` is the caller's reference, used only once."""
    with transaction.atomic():
        lock_variants(quantities)
        apply_changes(
            (StockChange(variant_id, on_hand=n) for variant_id, n in sorted(quantities.items())),
            reason=MovementReason.RETURN,
            ref=ref,
        )
