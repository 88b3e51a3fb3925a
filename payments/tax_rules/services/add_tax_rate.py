"""Add a rate of withheld tax from a day on; the former rule ends the day before."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from payments.base.operator import require_operator
from payments.models import Collector, TaxCategory, TaxRate
from payments.tax_rules import dated


def add_tax_rate(
    *,
    collector: str,
    category: str,
    vat_basis_points: int,
    pit_basis_points: int,
    effective_from: date,
    legal_basis: str,
    actor: User,
) -> TaxRate:
    """The rate, in hundredths of a percent of a sale. What was withheld before stays as it was.

    Raises Forbidden, DomainError on the field at fault.
    """
    require_operator(actor)
    if collector not in Collector.values or category not in TaxCategory.values:
        raise DomainError(_("Vui lòng chọn người thu tiền và nhóm ngành nghề có trong danh sách."), field="category")
    vat = dated.basis_points(vat_basis_points, "vat_basis_points")
    pit = dated.basis_points(pit_basis_points, "pit_basis_points")
    dated.basis_points(vat + pit, "pit_basis_points")  # together no more than the sale itself
    basis = dated.source(legal_basis, "legal_basis")
    with transaction.atomic():
        ended = dated.make_room(TaxRate.objects.filter(collector=collector, category=category), effective_from)
        rate = TaxRate.objects.create(
            collector=collector,
            category=category,
            vat_basis_points=vat,
            pit_basis_points=pit,
            effective_from=effective_from,
            legal_basis=basis,
        )
        record_audit(
            actor=actor,
            action="tax.add_rate",
            obj=rate,
            before={"ended": str(ended)} if ended else {},
            after={"rate": str(rate), "legal_basis": basis},
        )
        return rate
