"""Choose how an intent of the API is to be paid."""

from django.utils.translation import gettext_lazy as _

from core.codes import new_id
from core.errors import DomainError
from payments.models import PaymentIntent
from payments.providers import provider


def choose_method(intent: PaymentIntent, payment_method_type: str) -> None:
    """Set the method and give it an id; the caller holds the intent and saves it.

    Raises DomainError PAYMENT_METHOD_UNSUPPORTED where its provider collects for someone else than the intent says, or
    none of that name exists, and AMOUNT_INVALID.
    """
    chosen = provider(payment_method_type)
    chosen.check_amount(intent.amount)
    if chosen.collector_for(intent.payee_id) != intent.collector:
        raise DomainError(
            _("Hình thức thanh toán này do đơn vị vận hành thu, không thu thẳng cho người bán."),
            code="PAYMENT_METHOD_UNSUPPORTED",
            field="payment_method_type",
        )
    intent.payment_method_type = payment_method_type
    intent.payment_method_id = new_id("pm")
