"""Update an intent of the API."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.base.errors import unexpected_state
from payments.base.locks import lock_intent
from payments.intents.services.choose_payment_method import choose_method
from payments.models import AttemptStatus, IntentStatus, PaymentIntent
from payments.providers import require_a_method_for

# May change in every state; the other attributes belong to the money.
NOTES = ("description", "metadata", "receipt_email", "transfer_group")


def update_api_intent(
    *,
    intent_id: str,
    payment_method_type: str = "",
    billing_details: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any],
) -> PaymentIntent:
    """Set the attributes named in `changes` (columns of the intent).

    Notes and customer may always change; amount, method, destination and fee only before the buyer is sent on. Raises
    DomainError PAYMENT_INTENT_UNEXPECTED_STATE, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, PAYMENT_METHOD_UNSUPPORTED,
    FEE_TOO_LARGE, FEE_AND_PART (a share named in đồng and a fee: one of the two says how much is passed on) or
    NotFound.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        money = payment_method_type or any(name not in (*NOTES, "customer_id") for name in changes)
        if money and not _may_change(intent):
            raise unexpected_state(_("Khoản này đang được trả hoặc đã kết thúc nên không sửa được số tiền."))
        for name, value in changes.items():
            setattr(intent, name, value)
        if payment_method_type:
            choose_method(intent, payment_method_type, billing_details)
        elif "amount" in changes:
            types = [intent.payment_method_type] if intent.payment_method_type else intent.payment_method_types
            require_a_method_for(intent.amount, types)
        if intent.application_fee_amount is not None and intent.transfer_amount is not None:
            raise DomainError(
                _("Chỉ nêu một trong hai: phần chia hoặc hoa hồng."), code="FEE_AND_PART", field="transfer_data[amount]"
            )
        if max(intent.application_fee_amount or 0, intent.transfer_amount or 0) > intent.amount:
            raise DomainError(
                _("Phần chia hoặc hoa hồng lớn hơn số tiền."), code="FEE_TOO_LARGE", field="application_fee_amount"
            )
        intent.save()
        return intent


def _may_change(intent: PaymentIntent) -> bool:
    waits = intent.status in (IntentStatus.REQUIRES_PAYMENT_METHOD, IntentStatus.REQUIRES_ACTION)
    return waits and not intent.review and not intent.attempts.filter(status=AttemptStatus.OPEN).exists()
