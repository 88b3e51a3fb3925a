"""Create a payment intent for a client of the API; method and deadline are chosen later."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core.identifiers import BASE62, new_id
from payments.base.mode import livemode
from payments.events import publish
from payments.intents.services.choose_payment_method import choose_method
from payments.models import Collector, Origin, PaymentIntent
from payments.providers import require_a_method_for


def create_api_intent(
    *,
    amount: int,
    payee_id: str | None = None,
    payment_method_types: Sequence[str],
    payment_method_type: str = "",
    payment_method_options: Mapping[str, Any] | None = None,
    billing_details: Mapping[str, Any] | None = None,
    customer_id: str | None = None,
    return_url: str = "",
    receipt_email: str = "",
    transfer_destination_id: str | None = None,
    transfer_amount: int | None = None,
    application_fee_amount: int | None = None,
    transfer_group: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> PaymentIntent:
    """An intent of `amount` đồng that has no deadline until it is confirmed.

    With `payee_id` that payee collects itself, else the platform; what succeeds is passed on to
    `transfer_destination_id`, whole or `transfer_amount`, less `application_fee_amount`. The customer is one of the
    same account. Raises DomainError AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE or PAYMENT_METHOD_UNSUPPORTED.
    """
    id = new_id("pi")
    intent = PaymentIntent(
        id=id,
        livemode=livemode(),
        origin=Origin.API,
        client_secret=f"{id}_secret_" + "".join(secrets.choice(BASE62) for _ in range(25)),
        amount=amount,
        collector=Collector.SELLER if payee_id else Collector.PLATFORM,
        payee_id=payee_id,
        payment_method_types=list(payment_method_types),
        payment_method_options=dict(payment_method_options or {}),
        billing_details=dict(billing_details or {}),
        customer_id=customer_id,
        return_url=return_url,
        receipt_email=receipt_email,
        transfer_destination_id=transfer_destination_id,
        transfer_amount=transfer_amount,
        application_fee_amount=application_fee_amount,
        transfer_group=transfer_group,
        description=description,
        metadata=dict(metadata or {}),
    )
    if payment_method_type:
        choose_method(intent, payment_method_type, billing_details)
    else:
        require_a_method_for(amount, payment_method_types)
    with transaction.atomic():
        intent.save(force_insert=True)
        publish.publish_object(publish.INTENT_CREATED, intent)
    return intent
