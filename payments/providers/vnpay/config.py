"""Our merchant account at VNPay, from the settings."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Merchant:
    tmn_code: str
    hash_secret: str
    pay_url: str
    api_url: str
    return_url: str
    ipn_url: str


def merchant() -> Merchant:
    """Read anew each time: tests and the demo may change it."""
    return Merchant(**settings.VNPAY)
