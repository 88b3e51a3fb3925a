"""The registry of payment providers. Each is a folder and implements one interface (`base.Provider`)."""

from collections.abc import Iterable
from functools import cache

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.models import Attempt
from payments.providers.base import Callbacks, ConfirmedBy, Provider, TransferInstructions

_PROVIDERS = {
    "vnpay": "payments.providers.vnpay.provider.VNPay",
    "vietqr": "payments.providers.vietqr.provider.VietQR",
    "cash": "payments.providers.cash.provider.Cash",
}


@cache
def provider(code: str) -> Provider:
    """The provider of a payment method type. Raises DomainError for an unknown type."""
    if code not in _PROVIDERS:
        raise DomainError(
            _("Chưa có hình thức thanh toán này."), code="PAYMENT_METHOD_UNSUPPORTED", field="payment_method_type"
        )
    return import_string(_PROVIDERS[code])()


def callbacks_of(code: str) -> Callbacks | None:
    """The callbacks of a provider; None where it has none or the code is unknown."""
    return provider(code).callbacks if code in _PROVIDERS else None


def amount_refusal(code: str, amount: int) -> DomainError | None:
    """The refusal of an amount (đồng) by the method (AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE); None where it is accepted.

    Raises DomainError for an unknown method.
    """
    method = provider(code)
    try:
        method.check_amount(amount)
    except DomainError as refusal:
        return refusal
    return None


def require_a_method_for(amount: int, payment_method_types: Iterable[str]) -> None:
    """Check that one of the methods accepts the amount (đồng); else raise the refusal of the first method.

    Raises DomainError AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE or PAYMENT_METHOD_UNSUPPORTED.
    """
    refusals = [amount_refusal(name, amount) for name in payment_method_types]
    if refusals and refusals[0] and all(refusals):
        raise refusals[0]


def instructions_of(attempt: Attempt) -> TransferInstructions | None:
    """The bank transfer that the buyer of an attempt makes; None where the method needs none."""
    method = provider(attempt.provider)
    return method.transfer_instructions(attempt.intent_id, attempt.reference, attempt.provider_data)


def codes() -> tuple[str, ...]:
    """The codes of all providers, in the order in which they are offered."""
    return tuple(_PROVIDERS)


def methods_with_status_query() -> frozenset[str]:
    """The methods whose provider answers status queries."""
    return frozenset(code for code in codes() if provider(code).supports_status_query)


def methods_confirmed_by(source: ConfirmedBy) -> frozenset[str]:
    """The methods whose payments this source confirms."""
    return frozenset(code for code in codes() if provider(code).confirms_by is source)


def methods_on_pages() -> tuple[str, ...]:
    """The methods that a buyer can use on a page: all but those that the collector confirms."""
    return tuple(code for code in codes() if provider(code).confirms_by is not ConfirmedBy.COLLECTOR)
