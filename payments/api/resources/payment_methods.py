"""/v1/payment_methods: the method chosen for an intent, read-only."""

from typing import Any, Literal

from django.db.models import QuerySet

from payments.api.endpoint import Call, Endpoint, listing, retrieve
from payments.api.fields import Id, ListParams, Text255


class CustomerPaymentMethodListParams(ListParams):
    allow_redisplay: Literal["always", "limited", "unspecified"] | None = None
    type: Text255 | None = None


class PaymentMethodListParams(CustomerPaymentMethodListParams):
    customer: Id | None = None


def _narrow(call: Call[PaymentMethodListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    """None: lists hold what is kept for later payments, and here each method belongs to its one intent."""
    if call.params.customer is not None:
        call.find("customer", call.params.customer, param="customer")
    return rows.none()


PATH = "/v1/payment_methods"
ENDPOINTS: list[Endpoint[Any]] = [
    listing(PATH, "payment_method", PaymentMethodListParams, _narrow, "List PaymentMethods that are kept: none"),
    retrieve(PATH + "/{payment_method}", "payment_method", "Retrieve a PaymentMethod"),
]
