"""The tax withheld of a sale: by category and the rates of the day (NĐ 117/2025, since 01/7/2026 NĐ 252/2026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock, money
from core.errors import DomainError
from payments.models import BusinessType, Collector, Payee, TaxCategory, TaxRate


@dataclass(frozen=True)
class Sale:
    """A part of a payee's sales: its line in the tax list, its đồng, and the evidence of an exemption."""

    category: str  # TaxCategory
    amount: int
    evidence: str = ""


@dataclass(frozen=True)
class Withheld:
    """A sale with its withheld tax, in đồng; `rate` None where no rule covers its day."""

    sale: Sale
    rate: TaxRate | None
    vat: int
    pit: int


def check_back(sales: Sequence[Sale], amount: int) -> None:
    """Raise DomainError SALES_INVALID where the returned sales do not sum to `amount`."""
    if sales and (sum(sale.amount for sale in sales) != amount or any(sale.amount <= 0 for sale in sales)):
        raise DomainError(_("Tổng hàng trả lại không bằng số tiền hoàn."), code="SALES_INVALID", field="sales")


def withholds(payee: Payee, collector: str) -> bool:
    """Whether tax is withheld: from households and individuals, where the platform collects for them."""
    return payee.business_type == BusinessType.INDIVIDUAL and collector == Collector.PLATFORM


def withhold(sales: Sequence[Sale], moment: datetime, collector: str) -> list[Withheld]:
    """What is withheld of each sale at that moment (1 statement), in whole đồng, half up.

    An exemption without evidence is none: such a sale counts as goods.
    """
    day = clock.local(moment).date()
    in_force = TaxRate.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)
    rates = {rate.category: rate for rate in in_force.filter(collector=collector)}
    return [_withhold(proven(sale), rates) for sale in sales]


def proven(sale: Sale) -> Sale:
    """An exemption without evidence counts as goods."""
    if sale.category == TaxCategory.EXEMPT and not sale.evidence:
        return Sale(TaxCategory.GOODS, sale.amount)
    return sale


def _withhold(sale: Sale, rates: dict[str, TaxRate]) -> Withheld:
    rate = rates.get(sale.category)
    if rate is None:
        return Withheld(sale, None, 0, 0)
    vat, pit = (money.share(sale.amount, points) for points in (rate.vat_basis_points, rate.pit_basis_points))
    return Withheld(sale, rate, vat, pit)
