"""Set the last day of a dated rule; nothing else of it ever changes."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from payments.base.operator import require_operator
from payments.models import CommissionRule, TaxRate
from payments.tax_rules import dated


def end_rule(*, rule: TaxRate | CommissionRule, last_day: date | None, actor: User) -> None:
    """End the rule on `last_day`, inclusive (None: open end). Raises Forbidden, DomainError on `effective_to`."""
    require_operator(actor)
    with transaction.atomic():
        held = type(rule)._default_manager.select_for_update(no_key=True).get(pk=rule.pk)
        dated.check_end(held, last_day)
        before, held.effective_to = held.effective_to, last_day
        held.save(update_fields=["effective_to"])
        action = "tax.close_rate" if isinstance(held, TaxRate) else "tax.close_commission"
        record_audit(
            actor=actor,
            action=action,
            obj=held,
            before={"last_day": _day_text(before)},
            after={"last_day": _day_text(last_day)},
        )
    rule.effective_to = last_day


def _day_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
