"""Validation of the rates that sellers enter, and the default rates of a new seller."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from shipping.models import Zone

MAX_PRICE = 10_000_000  # đồng: more is taken for a typing error
MAX_WEIGHT_G = 1_000_000
MAX_DAYS = 60


@dataclass(frozen=True)
class RateInput:
    """A method's price to a zone: đồng with tax, grams, days on the way."""

    zone: str
    base_price: int
    base_weight_g: int = 2_000
    price_per_extra_kg: int = 0
    max_weight_g: int = 50_000
    min_days: int = 1
    max_days: int = 2


DEFAULT_RATES = (
    RateInput(Zone.COMMUNE, 15_000, 5_000, 1_000, 100_000, 0, 1),
    RateInput(Zone.PROVINCE, 25_000, 5_000, 3_000, 50_000, 1, 2),
    RateInput(Zone.COUNTRY, 35_000, 2_000, 6_000, 30_000, 2, 4),
)


def check_rates(rates: Sequence[RateInput]) -> None:
    """Raise DomainError on the first invalid field."""
    if len({rate.zone for rate in rates}) != len(rates):
        raise DomainError(_("Mỗi khu vực chỉ có một mức phí."), code="UNIQUE", field="zone")
    for rate in rates:
        if rate.zone not in Zone.values:
            raise DomainError(_("Không có khu vực giao hàng này."), field="zone")
        if not 0 <= rate.base_price <= MAX_PRICE:
            raise DomainError(_("Phí giao hàng phải từ 0 đến 10 triệu đồng."), field="base_price")
        if not 0 <= rate.price_per_extra_kg <= MAX_PRICE:
            raise DomainError(_("Phí mỗi kg thêm phải từ 0 đến 10 triệu đồng."), field="price_per_extra_kg")
        if not 0 < rate.max_weight_g <= MAX_WEIGHT_G:
            raise DomainError(_("Khối lượng tối đa phải lớn hơn 0 và không quá 1.000 kg."), field="max_weight_g")
        if not 0 <= rate.base_weight_g <= rate.max_weight_g:
            raise DomainError(_("Khối lượng của mức phí đầu không thể quá khối lượng tối đa."), field="base_weight_g")
        if not 0 <= rate.min_days <= rate.max_days <= MAX_DAYS:
            raise DomainError(_("Số ngày giao phải từ 0 đến 60, số nhỏ trước số lớn."), field="max_days")
