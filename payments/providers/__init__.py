"""The registry of payment providers: each a folder alike, behind one interface (`base.Provider`)."""

from functools import cache

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.providers.base import Provider

_PROVIDERS = {
    "vnpay": "payments.providers.vnpay.provider.VNPay",
    "vietqr": "payments.providers.vietqr.provider.VietQR",
    "cash": "payments.providers.cash.provider.Cash",
}


@cache
def provider(code: str) -> Provider:
    """The provider of a payment method type; raises DomainError where there is none of that name."""
    if code not in _PROVIDERS:
        raise DomainError(
            _("Chưa có hình thức thanh toán này."), code="PAYMENT_METHOD_UNSUPPORTED", field="payment_method_type"
        )
    return import_string(_PROVIDERS[code])()


def amount_refusal(code: str, amount: int) -> DomainError | None:
    """Why this many đồng cannot be paid by the method (AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE); None where they can.

    Raises DomainError where there is no method of that name.
    """
    method = provider(code)
    try:
        method.check_amount(amount)
    except DomainError as refusal:
        return refusal
    return None


@cache
def methods_with_status_query() -> frozenset[str]:
    """The methods whose provider may be asked what became of a visit."""
    return frozenset(code for code in _PROVIDERS if provider(code).supports_status_query)
