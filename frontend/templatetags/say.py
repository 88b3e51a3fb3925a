"""How pages say numbers, money, dates and phone numbers (the look's rules)."""

from django import template

from core.money import format_dong

register = template.Library()


@register.filter
def dong(amount: int | None) -> str:
    """245000 → "245.000 đ"; nothing for None."""
    return "" if amount is None else format_dong(amount)
