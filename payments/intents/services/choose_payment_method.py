"""Choose the payment method of an intent of the API."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.identifiers import new_id
from payments.models import PaymentIntent
from payments.providers import provider


def choose_method(
    intent: PaymentIntent, payment_method_type: str, billing_details: Mapping[str, Any] | None = None
) -> None:
    """Set the method and give it an id. The caller holds the intent and saves it.

    Billing details of another method are dropped. Raises DomainError PAYMENT_METHOD_UNSUPPORTED where there is no such
    method or its collector differs from the intent's; AMOUNT_TOO_SMALL or AMOUNT_TOO_LARGE.
    """
    method = provider(payment_method_type)
    method.check_amount(intent.amount)
    if method.collector_for(intent.payee_id) != intent.collector:
        raise DomainError(
            _("Hình thức thanh toán này do đơn vị vận hành thu, không thu thẳng cho người bán."),
            code="PAYMENT_METHOD_UNSUPPORTED",
            field="payment_method_type",
        )
    if billing_details is not None or payment_method_type != intent.payment_method_type:
        intent.billing_details = dict(billing_details or {})
    intent.payment_method_type = payment_method_type
    intent.payment_method_id = new_id("pm")
