"""System checks: a shop in production that cannot take money should hear of it at its start, not from a buyer."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register("payments")
def vnpay_is_configured(**kwargs: Any) -> list[CheckMessage]:
    """In production the merchant's own account at VNPay is needed."""
    missing = [name for name in ("tmn_code", "hash_secret", "pay_url", "api_url") if not settings.VNPAY[name]]
    if not settings.PRODUCTION or not missing:
        return []
    names = ", ".join(f"VNPAY_{name.upper()}" for name in missing)
    return [Warning(f"VNPay cannot be used: {names} not set.", id="payments.W001")]
