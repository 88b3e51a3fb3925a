"""Set the stock on hand to the number that a seller counted."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.locks import lock_variants
from catalog.models import MovementReason, Variant
from catalog.stock.quantities import MAX_QUANTITY, StockChange, apply_changes
from cooperatives.policies import acting_for
from core.errors import DomainError, NotFound


def adjust_stock(*, variant_id: int, on_hand: int, actor: User | None, seen: int | None = None) -> Variant:
    """Set the number on hand, reserved goods included.

    `seen` is the number that the seller saw before counting: where goods were sold since, the count is refused.
    Raises DomainError STOCK_CHANGED, INVALID below the reserved number, NotFound, Forbidden.
    """
    with transaction.atomic():
        variant = lock_variants([variant_id]).get(variant_id)
        if variant is None:
            raise NotFound(_("Không tìm thấy quy cách hàng này."), field="variant_id")
        behalf = acting_for(actor, variant.product.seller)
        if not 0 <= on_hand <= MAX_QUANTITY:
            raise DomainError(_("Tồn kho phải từ 0 đến 1.000.000."), field="on_hand")
        if seen is not None and seen != variant.on_hand:
            message = _("Tồn kho vừa đổi từ %(seen)d thành %(now)d vì có đơn mới. Vui lòng đếm lại rồi ghi số đang có.")
            params = {"seen": seen, "now": variant.on_hand}
            raise DomainError(message % params, code="STOCK_CHANGED", field="on_hand", params=params)
        if on_hand < variant.reserved:
            message = _("Đang giữ %(reserved)d cho đơn chưa giao, nên tồn kho không thể ít hơn số đó.")
            raise DomainError(
                message % {"reserved": variant.reserved}, field="on_hand", params={"reserved": variant.reserved}
            )
        counted_by = f"user:{actor.pk}" if actor else "system"
        before = variant.on_hand
        if on_hand == before:
            return variant
        apply_changes(
            [StockChange(variant_id, on_hand=on_hand - before)], reason=MovementReason.ADJUSTMENT, ref=counted_by
        )
        variant.on_hand = on_hand
        record_audit(
            actor=actor,
            action="stock.count",
            obj=variant,
            before={"on_hand": before},
            after={"on_hand": on_hand},
            on_behalf_of=behalf,
        )
        return variant
