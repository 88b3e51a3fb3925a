"""Add goods to the cart."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from catalog.models import Variant
from orders.checkout.line_validation import check_line_count, check_quantity, check_stock, fetch_sellable_variants
from orders.locks import lock_open_checkout
from orders.models import CheckoutLine


def add_lines(*, checkout_id: UUID | str, lines: Iterable[tuple[int, int]]) -> None:
    """Add (variant id, quantity) pairs to the cart; all or none.

    Raises DomainError ZERO_QUANTITY, QUANTITY_GREATER_THAN_LIMIT, UNAVAILABLE_VARIANT_IN_CHANNEL, INSUFFICIENT_STOCK
    (params {"variants": {id: available}}), CHECKOUT_PLACED, or NotFound.
    """
    more = merged(lines)
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        if not more:
            return
        present = {line.variant_id: line for line in CheckoutLine.objects.filter(checkout=checkout)}
        quantities = {pk: more[pk] + (present[pk].quantity if pk in present else 0) for pk in more}
        variants = checked_variants(quantities, others=present.keys())
        CheckoutLine.objects.bulk_create(
            [
                CheckoutLine(checkout=checkout, variant_id=pk, quantity=quantity, price_seen=variants[pk].price)
                for pk, quantity in quantities.items()
            ],
            update_conflicts=True,
            unique_fields=["checkout", "variant"],
            update_fields=["quantity", "price_seen"],
        )
        checkout.save(update_fields=["updated_at"])


def merged(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """{variant id: quantity}. Raises DomainError for a quantity outside the limits."""
    more: dict[int, int] = {}
    for variant_id, quantity in lines:
        check_quantity(quantity)
        more[variant_id] = more.get(variant_id, 0) + quantity
    return more


def checked_variants(quantities: Mapping[int, int], *, others: Collection[int] = ()) -> dict[int, Variant]:
    """The variants, if a cart that also has `others` may have these quantities of them. Raises as `add_lines`."""
    variants = fetch_sellable_variants(quantities)
    for quantity in quantities.values():
        check_quantity(quantity)
    check_line_count(len(quantities.keys() | set(others)))
    check_stock(variants, quantities)
    return variants
