"""The registry of payment providers: each a folder alike, behind one interface (`base.Provider`)."""

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
    """The provider of a payment method type; raises DomainError where there is none of that name."""
    if code not in _PROVIDERS:
        raise DomainError(
            _("Chưa có hình thức thanh toán này."), code="PAYMENT_METHOD_UNSUPPORTED", field="payment_method_type"
        )
    return import_string(_PROVIDERS[code])()


def callbacks_of(code: str) -> Callbacks | None:
    """How a provider calls us; None where it does not, or there is none of that name."""
    return provider(code).callbacks if code in _PROVIDERS else None


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


def require_a_method_for(amount: int, payment_method_types: Iterable[str]) -> None:
    """Check that one of the methods can carry the amount (đồng); else raise the refusal of the first method.

    Raises DomainError AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE or PAYMENT_METHOD_UNSUPPORTED.
    """
    refusals = [amount_refusal(name, amount) for name in payment_method_types]
    if refusals and refusals[0] and all(refusals):
        raise refusals[0]


def instructions_of(attempt: Attempt) -> TransferInstructions | None:
    """What the buyer of an attempt transfers and where to; None where nothing is to be transferred."""
    method = provider(attempt.provider)
    return method.transfer_instructions(attempt.intent_id, attempt.reference, attempt.provider_data)


def codes() -> tuple[str, ...]:
    """Every provider, in the order in which they are offered."""
    return tuple(_PROVIDERS)


def methods_with_status_query() -> frozenset[str]:
    """The methods whose provider may be asked what became of a visit."""
    return frozenset(code for code in codes() if provider(code).supports_status_query)


def methods_confirmed_by(source: ConfirmedBy) -> frozenset[str]:
    """The methods of which this source says that they are paid."""
    return frozenset(code for code in codes() if provider(code).confirms_by is source)


def methods_on_pages() -> tuple[str, ...]:
    """The methods by which a buyer can pay on a page: by all but money that is in hand already."""
    return tuple(code for code in codes() if provider(code).confirms_by is not ConfirmedBy.COLLECTOR)
