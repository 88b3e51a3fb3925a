"""Validation of cart lines: which variants may be added, and how many."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.models import Variant
from catalog.visibility import variant_on_sale
from core.compiled_queries import compiled_query
from core.errors import DomainError, NotFound
from orders.models import MAX_QUANTITY

MAX_LINES = 50  # variants in one checkout
MAX_ID = 2**63 - 1  # the largest primary key; a larger number is the id of no row


def check_quantity(quantity: int) -> None:
    """Raise DomainError unless the quantity is within the limits."""
    if quantity <= 0:
        raise DomainError(_("Số lượng phải từ 1 trở lên."), code="ZERO_QUANTITY", field="quantity")
    if quantity > MAX_QUANTITY:
        raise DomainError(
            _("Mỗi mặt hàng đặt được nhiều nhất %(most)d. Cần nhiều hơn, vui lòng gọi người bán.")
            % {"most": MAX_QUANTITY},
            code="QUANTITY_GREATER_THAN_LIMIT",
            field="quantity",
        )


def check_line_count(count: int) -> None:
    """Raise DomainError if a cart would have too many lines."""
    if count > MAX_LINES:
        raise DomainError(
            _("Giỏ hàng chứa được nhiều nhất %(most)d mặt hàng. Vui lòng đặt số hàng này trước.") % {"most": MAX_LINES},
            code="QUANTITY_GREATER_THAN_LIMIT",
            field="lines",
        )


def fetch_sellable_variants(ids: Iterable[int], **columns: Any) -> dict[int, Any]:
    """The variants by id with their products and these columns (one statement).

    Raises NotFound, or DomainError where one is not on sale.
    """
    variant_ids = set(ids)
    possible = [pk for pk in variant_ids if 0 < pk <= MAX_ID]
    known: Iterable[Any] = _variants(possible).annotate(**columns) if columns else _known(possible)
    variants = {variant.pk: variant for variant in known}
    if variant_ids - variants.keys():
        raise NotFound(_("Không tìm thấy mặt hàng này."), field="variant_id")
    if gone := sorted(pk for pk, variant in variants.items() if not variant.on_sale):
        raise DomainError(
            _("%(product)s hiện không còn bán.") % {"product": variant_label(variants[gone[0]])},
            code="UNAVAILABLE_VARIANT_IN_CHANNEL",
            field="variant_id",
            params={"variants": gone},
        )
    return variants


def _variants(ids: list[int]) -> "QuerySet[Variant]":
    return Variant.objects.filter(pk__any_of=ids).select_related("product").annotate(on_sale=variant_on_sale())


_known = compiled_query(_variants, list)


def check_stock(variants: Mapping[int, Variant], quantities: Mapping[int, int]) -> None:
    """Raise INSUFFICIENT_STOCK, which names the goods and their stock, if a quantity exceeds the available stock."""
    short = {pk: max(variants[pk].available, 0) for pk in sorted(quantities) if variants[pk].available < quantities[pk]}
    if short:
        raise insufficient_stock({pk: variant_label(variants[pk]) for pk in short}, short)


def insufficient_stock(names: Mapping[int, str], available: Mapping[int, int]) -> DomainError:
    """INSUFFICIENT_STOCK with a message for each variant. The params are catalog's."""
    sentences = [
        _("%(product)s đã hết hàng.") % {"product": names[pk]}
        if left <= 0
        else ngettext_lazy("%(product)s chỉ còn %(left)d.", "%(product)s chỉ còn %(left)d.", "left")
        % {"product": names[pk], "left": left}
        for pk, left in available.items()
    ]
    return DomainError(
        " ".join(str(sentence) for sentence in sentences),
        code="INSUFFICIENT_STOCK",
        field="quantity",
        params={"variants": dict(available)},
    )


def variant_label(variant: Variant) -> str:
    """How a message names a variant: "Xoài cát Chu, thùng 5 kg"."""
    return f"{variant.product.name}, {variant.name}" if variant.name else variant.product.name
