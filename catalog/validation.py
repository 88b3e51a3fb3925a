"""Validation of what sellers enter, field by field. Text is plain: markup is refused, not removed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog.stock.quantities import MAX_QUANTITY
from core.cleaning import clean_line, clean_text
from core.errors import DomainError

MAX_PRICE = 1_000_000_000  # đồng: more is taken for a typing error
MAX_WEIGHT_G = 1_000_000
MAX_DAYS_TO_SHIP = 60
MAX_VARIANTS = 20
MAX_PHOTOS = 8
LIMITS = {"name": 120, "summary": 200, "description": 5000, "origin": 200, "storage": 200, "alt": 160}
VARIANT_NAME = 60

_MARKUP = re.compile(r"<[!/?a-zA-Z]")


@dataclass(frozen=True)
class VariantInput:
    """A pack size as a seller enters it: price in đồng with tax, weights in grams (packed, and of the goods alone)."""

    name: str
    price: int
    weight_g: int
    net_weight_g: int | None = None
    on_hand: int = 0


def line(value: str, field: str, *, limit: int | None = None, required: bool = False) -> str:
    """A trimmed line of text."""
    return _checked(clean_line(value), field, limit or LIMITS[field], required)


def paragraphs(value: str, field: str) -> str:
    """Several lines of text, with at most one empty line between two."""
    if len(value) < 100_000:
        value = "\n".join(part.strip() for part in clean_text(value).split("\n"))
        value = re.sub(r"\n{3,}", "\n\n", value)
    return _checked(value, field, LIMITS[field], required=False)


def _checked(value: str, field: str, limit: int, required: bool) -> str:
    if len(value) > limit:
        message = _("Nội dung quá dài: tối đa %(limit)d ký tự, bạn đã nhập %(length)d.")
        raise DomainError(message % {"limit": limit, "length": len(value)}, field=field)
    if _MARKUP.search(value):
        raise DomainError(_("Chỉ nhập chữ thường, không dùng mã HTML (dấu < liền chữ)."), field=field)
    if required and not any(c.isalnum() for c in value):
        raise DomainError(_("Vui lòng nhập nội dung này."), code="REQUIRED", field=field)
    return value


def months(value: Iterable[int]) -> list[int]:
    """The months of the season, in order; no month and all twelve mean all year."""
    selected = sorted(set(value))
    if any(month not in range(1, 13) for month in selected):
        raise DomainError(_("Tháng phải từ 1 đến 12."), field="season_months")
    return [] if len(selected) == 12 else selected


def days_to_ship(value: int) -> int:
    """Days from confirmation to hand-over."""
    if not 0 <= value <= MAX_DAYS_TO_SHIP:
        raise DomainError(_("Số ngày chuẩn bị hàng phải từ 0 đến 60."), field="days_to_ship")
    return value


def variant(value: VariantInput) -> VariantInput:
    """A variant with every field within its limits."""
    name = line(value.name, "variants", limit=VARIANT_NAME, required=True)
    if not 0 < value.price <= MAX_PRICE:
        raise DomainError(_("Giá bán phải lớn hơn 0 và không quá 1 tỷ đồng."), field="price")
    if not 0 <= value.weight_g <= MAX_WEIGHT_G:
        raise DomainError(_("Khối lượng cả bao bì phải từ 0 đến 1.000 kg."), field="weight_g")
    if value.net_weight_g is not None and not 0 < value.net_weight_g <= MAX_WEIGHT_G:
        raise DomainError(_("Khối lượng hàng phải lớn hơn 0 và không quá 1.000 kg."), field="net_weight_g")
    if value.net_weight_g is not None and value.net_weight_g > value.weight_g:
        raise DomainError(_("Khối lượng hàng không thể lớn hơn khối lượng cả bao bì."), field="net_weight_g")
    if not 0 <= value.on_hand <= MAX_QUANTITY:
        raise DomainError(_("Tồn kho phải từ 0 đến 1.000.000."), field="on_hand")
    return VariantInput(name, value.price, value.weight_g, value.net_weight_g, value.on_hand)


def refuse_duplicate_names(names: Iterable[str]) -> None:
    """Refuse two variants of a product with the same name: buyers could not distinguish them."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            message = _("Có hai quy cách cùng tên “%(name)s”. Vui lòng đặt tên khác nhau.")
            raise DomainError(message % {"name": name}, code="UNIQUE", field="variants")
        seen.add(name.casefold())
