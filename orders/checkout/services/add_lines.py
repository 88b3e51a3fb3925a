"""Add goods to the cart."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

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
        variants, quantities = check_lines(more, CheckoutLine.objects.filter(checkout=checkout))
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


def check_lines(
    more: Mapping[int, int], cart: "QuerySet[CheckoutLine] | None" = None
) -> tuple[dict[int, Variant], dict[int, int]]:
    """The variants, and their quantities if `more` is added to the cart (one statement). Raises as `add_lines`.

    The cart's checkout is locked, or new.
    """
    columns: dict[str, Any] = {}
    if cart is not None:
        others = cart.exclude(variant__in=list(more)).order_by().values("checkout").annotate(number=Count("pk"))
        columns["in_cart"] = Coalesce(Subquery(cart.filter(variant=OuterRef("pk")).values("quantity")), 0)
        columns["other_lines"] = Coalesce(Subquery(others.values("number")), 0)
    variants = fetch_sellable_variants(more, **columns)
    quantities = {pk: more[pk] + getattr(variants[pk], "in_cart", 0) for pk in more}
    for quantity in quantities.values():
        check_quantity(quantity)
    check_line_count(len(more) + max(getattr(variant, "other_lines", 0) for variant in variants.values()))
    check_stock(variants, quantities)
    return variants, quantities
