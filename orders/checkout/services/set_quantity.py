"""Change the quantity of a variant in the cart."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from orders.checkout.line_validation import MAX_ID, check_quantity, check_stock, fetch_sellable_variants
from orders.locks import lock_open_checkout
from orders.models import CheckoutLine


def set_quantity(*, checkout_id: UUID | str, variant_id: int, quantity: int) -> None:
    """Set the quantity of a variant in the cart; 0 removes it, even if it is no longer sold.

    Raises DomainError QUANTITY_GREATER_THAN_LIMIT, ZERO_QUANTITY (negative), INSUFFICIENT_STOCK,
    UNAVAILABLE_VARIANT_IN_CHANNEL, CHECKOUT_PLACED, or NotFound where it is not in the cart.
    """
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        line = (
            CheckoutLine.objects.filter(checkout=checkout, variant_id=variant_id) if 0 < variant_id <= MAX_ID else None
        )
        if line is None or not line.exists():
            raise NotFound(_("Mặt hàng này không có trong giỏ."), field="variant_id")
        if quantity == 0:
            line.delete()
        else:
            check_quantity(quantity)
            variants = fetch_sellable_variants([variant_id])
            check_stock(variants, {variant_id: quantity})
            line.update(quantity=quantity, price_seen=variants[variant_id].price)
        checkout.save(update_fields=["updated_at"])
