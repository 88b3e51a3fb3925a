"""Labels of provider data, for the operator's pages."""

from datetime import datetime

from django import template

from core.money import format_dong
from frontend.office import labels
from frontend.templatetags.formatting import moment
from payments.sdk.banks import bank_name

register = template.Library()
register.filter("message_kind", labels.message_kind)
register.filter("gateway_codes", labels.gateway_codes)
register.filter("gateway_amount", labels.gateway_amount)


@register.filter
def provider_name(code: str) -> str:
    """The label of a provider: "vnpay" → "VNPay"."""
    return labels.provider(code)


@register.filter
def account_name(code: str) -> str:
    """The label of an account: "customer_funds" → "Tiền người mua, chưa chia"."""
    return labels.account(code)


@register.filter
def entry_reason(code: str) -> str:
    """The label of a reason: "capture" → "Thu tiền"."""
    return labels.cause(code)


@register.filter
def refund_status(status: str) -> str:
    """The label of a status: "requires_action" → "chờ người trả"."""
    return labels.refund_status(status)


@register.filter
def tax_group(category: str) -> str:
    """The label of a tax category: "goods" → "Hàng hóa"."""
    return labels.tax_group(category)


@register.filter
def as_read(value: object) -> str:
    """A parsed cell of a file, formatted by its type."""
    if isinstance(value, datetime):
        return moment(value)
    return format_dong(value) if isinstance(value, int) else str(value or "")


@register.filter
def bank(bin: str) -> str:
    """The name of a bank: "970436" → "Vietcombank"."""
    return bank_name(bin)
