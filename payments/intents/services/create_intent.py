"""Create a payment intent of an amount with a deadline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import rows
from core.errors import DomainError
from core.identifiers import new_id
from payments.base.mode import livemode
from payments.models import Collector, PaymentIntent
from payments.providers import provider


def create_intent(**arguments: Any) -> PaymentIntent:
    """A stored intent, of the arguments of `new_intent`."""
    return rows.insert(new_intent(**arguments))


def new_intent(
    *,
    amount: int,
    payment_method_type: str,
    expires_at: datetime,
    transfer_group: str = "",
    reference: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
    payee_id: str | None = None,
) -> PaymentIntent:
    """An intent of `amount` đồng, not stored yet.

    `transfer_group`, `description` and `metadata` are shown on /v1 and in its events; `reference` (≤ 60 characters)
    stays in our books. Raises DomainError AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE or PAYMENT_METHOD_UNSUPPORTED.
    """
    method = provider(payment_method_type)
    method.check_amount(amount)
    collector = method.collector_for(payee_id)
    if payee_id and collector != Collector.SELLER:
        raise DomainError(
            _("Hình thức thanh toán này do đơn vị vận hành thu, không thu thẳng cho người bán."),
            code="PAYMENT_METHOD_UNSUPPORTED",
            field="payment_method_type",
        )
    return PaymentIntent(
        id=new_id("pi"),
        livemode=livemode(),
        amount=amount,
        collector=collector,
        payee_id=payee_id,
        payment_method_type=payment_method_type,
        transfer_group=transfer_group[:80],
        reference=reference,
        description=description[:255],
        metadata=dict(metadata or {}),
        expires_at=expires_at,
    )
