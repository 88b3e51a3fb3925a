"""payment_method: the chosen payment method. No card data exists here, so it has few fields."""

from dataclasses import field
from typing import Literal

from django.db.models import QuerySet

from payments.events.serializers.base import (
    OMITTED,
    ApiObject,
    BillingDetails,
    Metadata,
    Null,
    billing_details,
    seconds,
    with_hash_of_type,
)
from payments.models import PaymentIntent


class MethodProperties(ApiObject):
    """A type of payment method that has no properties of its own."""


class PaymentMethod(ApiObject):
    id: str
    object: Literal["payment_method"] = "payment_method"
    allow_redisplay: Literal["unspecified"] = "unspecified"
    billing_details: BillingDetails
    created: int
    customer: Null = None
    customer_account: None = None
    livemode: bool
    metadata: Metadata = field(default_factory=dict)
    type: Literal["vnpay", "vietqr", "cash"]
    vnpay: MethodProperties = OMITTED
    vietqr: MethodProperties = OMITTED
    cash: MethodProperties = OMITTED


def rows() -> QuerySet[PaymentIntent]:
    return PaymentIntent.objects.exclude(payment_method_id="")


def render(row: PaymentIntent) -> PaymentMethod:
    """The payment method that was made for an intent; it belongs to that intent alone."""
    shown = PaymentMethod(
        id=row.payment_method_id,
        billing_details=billing_details(row.billing_details, row.receipt_email),
        created=seconds(row.created_at),
        livemode=row.livemode,
        type=row.payment_method_type,  # type: ignore[arg-type]
    )
    return with_hash_of_type(shown, row.payment_method_type, MethodProperties())
