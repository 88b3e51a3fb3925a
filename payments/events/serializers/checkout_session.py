"""checkout.session: a hosted page where a buyer chooses how to pay."""

from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import (
    CURRENCY,
    STRICT,
    Currency,
    ListObject,
    Metadata,
    PaymentIntentOrNull,
    listing,
    plain,
    seconds,
)
from payments.models import CheckoutSession, IntentStatus


@with_config(STRICT)
class Price(TypedDict):
    id: str
    object: Literal["price"]
    currency: Currency
    type: Literal["one_time"]
    unit_amount: int


@with_config(STRICT)
class LineItem(TypedDict):
    id: str
    object: Literal["item"]
    amount_discount: Literal[0]
    amount_subtotal: int
    amount_tax: Literal[0]
    amount_total: int
    currency: Currency
    description: str
    price: Price
    quantity: int


@with_config(STRICT)
class AutomaticTax(TypedDict):
    enabled: Literal[False]
    liability: None
    provider: None
    status: None


@with_config(STRICT)
class CustomText(TypedDict):
    after_submit: None
    shipping_address: None
    submit: None
    terms_of_service_acceptance: None


@with_config(STRICT)
class Enabled(TypedDict):
    enabled: Literal[False]


@with_config(STRICT)
class TotalDetails(TypedDict):
    amount_discount: Literal[0]
    amount_shipping: Literal[0]
    amount_tax: Literal[0]


@with_config(STRICT)
class CheckoutSessionObject(TypedDict):
    id: str
    object: Literal["checkout.session"]
    adaptive_pricing: None
    after_expiration: None
    allow_promotion_codes: None
    amount_subtotal: int
    amount_total: int
    automatic_tax: AutomaticTax
    billing_address_collection: None
    cancel_url: str | None
    client_reference_id: str | None
    client_secret: None
    collected_information: None
    consent: None
    consent_collection: None
    created: int
    currency: Currency
    currency_conversion: None
    custom_fields: list[Any]
    custom_text: CustomText
    customer: None
    customer_account: None
    customer_creation: None
    customer_details: None
    customer_email: str | None
    discounts: None
    expires_at: int
    invoice: None
    invoice_creation: None
    line_items: ListObject[LineItem]
    livemode: bool
    locale: str | None
    metadata: Metadata
    mode: Literal["payment"]
    origin_context: None
    payment_intent: PaymentIntentOrNull
    payment_link: None
    payment_method_collection: Literal["always"]
    payment_method_configuration_details: None
    payment_method_options: dict[str, Any]
    payment_method_types: list[str]
    payment_status: Literal["paid", "unpaid"]
    phone_number_collection: Enabled
    recovered_from: None
    return_url: None
    saved_payment_method_options: None
    setup_intent: None
    shipping_address_collection: None
    shipping_cost: None
    shipping_options: list[Any]
    status: Literal["open", "complete", "expired"]
    submit_type: None
    subscription: None
    success_url: str | None
    total_details: TotalDetails
    ui_mode: Literal["hosted"]
    url: str | None


def rows() -> QuerySet[CheckoutSession]:
    return CheckoutSession.objects.select_related("intent")


def page_url(session_id: str) -> str:
    """Where the buyer chooses how to pay."""
    return f"{settings.BASE_URL}/payments/checkout/{session_id}"


def render(row: CheckoutSession) -> CheckoutSessionObject:
    intent = row.intent
    return {
        "id": row.pk,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": intent.amount,
        "amount_total": intent.amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": row.cancel_url or None,
        "client_reference_id": row.client_reference_id or None,
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": seconds(row.created_at),
        "currency": CURRENCY,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": None,
        "customer_account": None,
        "customer_creation": None,
        "customer_details": None,
        "customer_email": row.customer_email or None,
        "discounts": None,
        "expires_at": seconds(row.expires_at),
        "invoice": None,
        "invoice_creation": None,
        "line_items": listing(
            (_line(row, number, item) for number, item in enumerate(row.line_items, 1)),
            f"/v1/checkout/sessions/{row.pk}/line_items",
        ),
        "livemode": row.livemode,
        "locale": row.locale or None,
        "metadata": plain(row.metadata),
        "mode": "payment",
        "origin_context": None,
        "payment_intent": intent.pk,
        "payment_link": None,
        "payment_method_collection": "always",
        "payment_method_configuration_details": None,
        "payment_method_options": intent.payment_method_options,
        "payment_method_types": intent.payment_method_types or [intent.payment_method_type],
        "payment_status": "paid" if intent.status == IntentStatus.SUCCEEDED else "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "return_url": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": row.status,  # type: ignore[typeddict-item]
        "submit_type": None,
        "subscription": None,
        "success_url": row.success_url or None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted",
        "url": page_url(row.pk) if row.status == "open" else None,
    }


def _line(row: CheckoutSession, number: int, item: dict[str, Any]) -> LineItem:
    total = item["unit_amount"] * item["quantity"]
    stem = f"{row.pk.rsplit('_', 1)[-1][:20]}{number}"
    return {
        "id": f"li_{stem}",
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": CURRENCY,
        "description": item["name"],
        "price": {
            "id": f"price_{stem}",
            "object": "price",
            "currency": CURRENCY,
            "type": "one_time",
            "unit_amount": item["unit_amount"],
        },
        "quantity": item["quantity"],
    }
