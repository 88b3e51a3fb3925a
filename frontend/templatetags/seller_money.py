"""Labels of a seller's money."""

from django import template

from core.money import format_dong
from frontend.seller import money_labels
from payments import sdk
from payments.sdk.banks import bank_name
from payments.sdk.choices import PayoutStatus

register = template.Library()


@register.filter
def payout_schedule(account: sdk.Account) -> str:
    """The payout schedule: "sáng thứ Hai hằng tuần"."""
    return money_labels.schedule(account)


@register.filter
def payout_status(status: str) -> str:
    """The label of a status: "in_transit" → "đã gửi ngân hàng"."""
    return str(PayoutStatus(status).label)


@register.filter
def bank(bin: str) -> str:
    """The name of a bank: "970436" → "Vietcombank"."""
    return bank_name(bin)


@register.filter
def own_money(method: str) -> str:
    """The label of a method: "cash" → "Tiền mặt"."""
    return str(money_labels.OWN.get(method, method))


@register.filter
def minus_dong(amount: int) -> str:
    """A deduction: 12250 → "−12.250 đ"; its reversal → "+12.250 đ"."""
    return format_dong(-amount) if amount >= 0 else f"+{format_dong(-amount)}"
