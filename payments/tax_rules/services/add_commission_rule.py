"""Add a commission of the operator from a day on; the former rule ends the day before."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from payments.base.operator import require_operator
from payments.models import CommissionRule
from payments.tax_rules import dated


def add_commission_rule(*, basis_points: int, effective_from: date, basis: str, actor: User) -> CommissionRule:
    """The rule, in hundredths of a percent of a transfer. What was kept before stays as it was.

    Raises Forbidden, DomainError on the field at fault.
    """
    require_operator(actor)
    points, decision = dated.basis_points(basis_points, "basis_points"), dated.source(basis, "basis")
    with transaction.atomic():
        ended = dated.make_room(CommissionRule.objects.all(), effective_from)
        rule = CommissionRule.objects.create(basis_points=points, effective_from=effective_from, basis=decision)
        record_audit(
            actor=actor,
            action="tax.add_commission",
            obj=rule,
            before={"ended": str(ended)} if ended else {},
            after={"rule": str(rule), "basis": decision},
        )
        return rule
