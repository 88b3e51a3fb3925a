"""payment_method: which way to pay was chosen. No card data exists here, so it says little else."""

from typing import Literal

from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import STRICT, BillingDetails, Metadata, billing_details, seconds
from payments.models import PaymentIntent


@with_config(STRICT)
class Nothing(TypedDict):
    """A type of payment method that has no properties of its own."""


@with_config(STRICT)
class _Always(TypedDict):
    id: str
    object: Literal["payment_method"]
    allow_redisplay: Literal["unspecified"]
    billing_details: BillingDetails
    created: int
    customer: None
    customer_account: None
    livemode: bool
    metadata: Metadata
    type: Literal["vnpay", "vietqr", "cash"]


@with_config(STRICT)
class PaymentMethod(_Always, total=False):
    vnpay: Nothing
    vietqr: Nothing
    cash: Nothing


def rows() -> QuerySet[PaymentIntent]:
    return PaymentIntent.objects.exclude(payment_method_id="")


def render(row: PaymentIntent) -> PaymentMethod:
    """The payment method that was made for an intent; it belongs to that intent alone."""
    return {
        "id": row.payment_method_id,
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": billing_details(row.receipt_email),
        "created": seconds(row.created_at),
        "customer": None,
        "customer_account": None,
        "livemode": row.livemode,
        "metadata": {},
        "type": row.payment_method_type,
        row.payment_method_type: {},  # type: ignore[misc]  # the type's own key
    }
