"""Dated rules: a rule in force or past is never rewritten, the next one begins after it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.cleaning import clean_line
from core.errors import DomainError
from core.locks import lock_rows
from payments.models import CommissionRule, TaxRate

R = TypeVar("R", TaxRate, CommissionRule)


def make_room(family: "QuerySet[R]", starts: date) -> R | None:
    """End the rule of a family that holds on `starts` the day before, so that a new one can begin; returns it.

    Must run in a transaction. Raises DomainError on `effective_from`: in the past, today where a rule holds today, or
    not after the latest rule of the family.
    """
    rules = lock_rows(family)
    check_start(rules, starts)
    for rule in rules:
        if rule.effective_to is None or rule.effective_to >= starts:
            rule.effective_to = starts - timedelta(days=1)
            rule.save(update_fields=["effective_to"])
            return rule
    return None


def check_start(rules: "Sequence[TaxRate | CommissionRule]", starts: date) -> None:
    today = clock.today()
    holds_today = any(holds(rule, today) for rule in rules)
    if starts < today or (starts == today and holds_today):
        raise DomainError(
            _("Quy định mới chỉ có hiệu lực từ ngày mai trở đi: khoản đã tính theo quy định cũ không tính lại."),
            field="effective_from",
        )
    latest = max((rule.effective_from for rule in rules), default=None)
    if latest is not None and latest >= starts:
        message = _("Đã có quy định hiệu lực từ %(day)s. Quy định mới phải bắt đầu sau ngày đó.")
        raise DomainError(message % {"day": f"{latest:%d/%m/%Y}"}, code="UNIQUE", field="effective_from")


def check_end(rule: TaxRate | CommissionRule, last_day: date | None) -> None:
    """Check that a rule may end on that day (None: open end). Raises DomainError on `effective_to`."""
    if last_day is not None and (last_day < clock.today() or last_day < rule.effective_from):
        raise DomainError(
            _("Ngày cuối không được trước hôm nay hay trước ngày bắt đầu: những ngày đã qua giữ nguyên quy định."),
            field="effective_to",
        )
    later = family_of(rule).filter(effective_from__gt=rule.effective_from)
    until = Q() if last_day is None else Q(effective_from__lte=last_day)
    if later.filter(until).exists():
        raise DomainError(_("Ngày này chồng lên quy định sau."), field="effective_to")


def holds(rule: TaxRate | CommissionRule, day: date) -> bool:
    return rule.effective_from <= day and (rule.effective_to is None or day <= rule.effective_to)


def family_of(rule: TaxRate | CommissionRule) -> "QuerySet[TaxRate] | QuerySet[CommissionRule]":
    """The rules of which at most one is in force on a day."""
    if isinstance(rule, TaxRate):
        return TaxRate.objects.filter(collector=rule.collector, category=rule.category)
    return CommissionRule.objects.all()


def basis_points(value: int, field: str) -> int:
    if not 0 <= value <= 10_000:
        raise DomainError(_("Mức này từ 0 đến 10.000 phần vạn (100 phần vạn là 1%)."), field=field)
    return value


def source(text: str, field: str) -> str:
    """The legal basis, or the decision: required for every rule."""
    words = clean_line(text)
    if not words or len(words) > 200:
        raise DomainError(_("Vui lòng ghi căn cứ, tối đa 200 ký tự."), code="REQUIRED", field=field)
    return words
