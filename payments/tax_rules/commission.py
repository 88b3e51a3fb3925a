"""The operator's commission by dated rules: a sale follows the rule of its day."""

from datetime import datetime

from django.db.models import Q

from core import clock, money
from payments.models import CommissionRule


def commission(amount: int, moment: datetime) -> int:
    """The commission in đồng on a transfer of `amount` made at `moment` (1 statement); 0 where there is no rule."""
    day = clock.local(moment).date()
    in_force = CommissionRule.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)
    rule = in_force.first()
    return money.share(amount, rule.basis_points) if rule else 0
