"""Declarations and payments of the pilot's withheld tax: each month by the middle of the next."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial

from accounts.models import User
from core import clock
from core.errors import DomainError
from demo_data.timeline import Timeline
from payments.tax.monthly import months
from payments.tax.services.file_tax import file_tax
from payments.tax.services.pay_tax import pay_tax

_FILED_ON, _PAID_ON = 12, 16  # days of the next month; the legal deadline is the 20th


def plan_taxes(line: Timeline, people: Mapping[str, User], *, since: datetime) -> None:
    """Every past month is declared and paid; the current one is not."""
    month, operator = clock.month_of(since), people["operator"]
    while month < clock.today().replace(day=1):
        following = clock.next_month(month)
        line.at(_morning(following.replace(day=_FILED_ON)), partial(_declare, month, operator))
        line.at(_morning(following.replace(day=_PAID_ON)), partial(_pay, month, operator))
        month = following


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=clock.VIETNAM)


def _declare(month: date, operator: User) -> None:
    if any(row.month == month for row in months()):
        file_tax(month=month, filed_on=clock.today(), reference=f"MAU-{month:%Y%m}-01", actor=operator)


def _pay(month: date, operator: User) -> None:
    try:
        pay_tax(month=month, paid_on=clock.today(), reference=f"MAU-NSNN-{month:%Y%m}", actor=operator)
    except DomainError as refusal:
        if refusal.code not in ("NOT_FOUND", "NOTHING_TO_PAY"):  # a month without tax
            raise
