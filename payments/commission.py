"""The operator's commission, by dated rules: what a sale owes is what the rule of its day said."""

from dataclasses import dataclass
from datetime import date, datetime

from core import clock, money


@dataclass(frozen=True)
class Rule:
    effective_from: date
    effective_to: date | None  # the last day, included; None: still in force
    basis_points: int  # hundredths of a percent of the transfer
    basis: str  # the decision that says so


RULES = [Rule(date(2026, 1, 1), None, 0, "Giai đoạn thí điểm: sàn không thu hoa hồng")]


def commission(amount: int, moment: datetime) -> int:
    """The commission in đồng on a transfer of `amount` made at `moment`."""
    day = clock.local(moment).date()
    for rule in RULES:
        if rule.effective_from <= day and (rule.effective_to is None or day <= rule.effective_to):
            return money.share(amount, rule.basis_points)
    return 0
