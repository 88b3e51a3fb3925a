"""Capabilities of payment methods, so that callers need not name a provider."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise

from payments.providers import provider

_ANY_SELLER = "acct_any"


@dataclass(frozen=True)
class PaymentMethod:
    """The capabilities of one payment method type."""

    type: str
    label: str | Promise
    collector: str  # of a seller's sale: "platform" or "seller"
    refunds_by_call: bool  # False: a person transfers the refund and confirms it

    @property
    def collected_by_seller(self) -> bool:
        """True where the money never passes through the platform: one payment pays one seller, without transfers."""
        return self.collector == "seller"


@cache
def retrieve(type: str) -> PaymentMethod:
    """The capabilities of a payment method type. Raises DomainError PAYMENT_METHOD_UNSUPPORTED."""
    implementation = provider(type)
    collector = str(implementation.collector_for(_ANY_SELLER))
    return PaymentMethod(type, implementation.label, collector, implementation.refunds_by_call)
