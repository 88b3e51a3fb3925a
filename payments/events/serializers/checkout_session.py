"""checkout.session: a hosted page where a buyer chooses how to pay."""

from dataclasses import field
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import QuerySet

from payments.events.serializers.base import (
    CURRENCY,
    Address,
    ApiObject,
    Currency,
    CustomerOrNull,
    Expands,
    ListObject,
    Metadata,
    Null,
    PaymentIntentOrNull,
    address,
    plain,
    seconds,
    sublist,
)
from payments.models import CheckoutSession, Customer, IntentStatus


class Price(ApiObject):
    id: str
    object: Literal["price"] = "price"
    active: Literal[True] = True
    billing_scheme: Literal["per_unit"] = "per_unit"
    created: int
    currency: Currency = CURRENCY
    custom_unit_amount: None = None
    livemode: bool
    lookup_key: None = None
    metadata: Metadata = field(default_factory=dict)
    nickname: None = None
    product: str
    recurring: None = None
    tax_behavior: Literal["unspecified"] = "unspecified"
    tiers_mode: None = None
    transform_quantity: None = None
    type: Literal["one_time"] = "one_time"
    unit_amount: int
    unit_amount_decimal: str


class LineItem(ApiObject):
    id: str
    object: Literal["item"] = "item"
    amount_discount: Literal[0] = 0
    amount_subtotal: int
    amount_tax: Literal[0] = 0
    amount_total: int
    currency: Currency = CURRENCY
    description: str
    discounts: Annotated[list[Any], Expands(())] = field(default_factory=list)
    price: Price
    quantity: int


class AutomaticTax(ApiObject):
    enabled: Literal[False] = False
    liability: None = None
    provider: None = None
    status: None = None


class CustomText(ApiObject):
    after_submit: None = None
    shipping_address: None = None
    submit: None = None
    terms_of_service_acceptance: None = None


class CustomerDetails(ApiObject):
    """What the session's maker said of the buyer, here or of the customer."""

    address: Address | None
    business_name: str | None
    email: str | None
    individual_name: str | None
    name: str | None
    phone: str | None
    tax_exempt: Literal["none"] = "none"
    tax_ids: None = None


class Enabled(ApiObject):
    enabled: Literal[False] = False


class Breakdown(ApiObject):
    discounts: list[Any] = field(default_factory=list)
    taxes: list[Any] = field(default_factory=list)


class TotalDetails(ApiObject):
    amount_discount: Literal[0] = 0
    amount_shipping: Literal[0] = 0
    amount_tax: Literal[0] = 0
    breakdown: Annotated[Breakdown, Expands(())] = Breakdown()


class CheckoutSessionObject(ApiObject):
    id: str
    object: Literal["checkout.session"] = "checkout.session"
    adaptive_pricing: None = None
    after_expiration: None = None
    allow_promotion_codes: None = None
    amount_subtotal: int
    amount_total: int
    automatic_tax: AutomaticTax = AutomaticTax()
    billing_address_collection: None = None
    cancel_url: str | None
    client_reference_id: str | None
    client_secret: None = None
    collected_information: None = None
    consent: None = None
    consent_collection: None = None
    created: int
    currency: Currency = CURRENCY
    currency_conversion: None = None
    custom_fields: list[Any] = field(default_factory=list)
    custom_text: CustomText = CustomText()
    customer: CustomerOrNull
    customer_account: None = None
    customer_creation: None = None
    customer_details: CustomerDetails | None
    customer_email: str | None
    discounts: None = None
    expires_at: int
    invoice: Null = None
    invoice_creation: None = None
    line_items: ListObject[LineItem]
    livemode: bool
    locale: str | None
    metadata: Metadata
    mode: Literal["payment"] = "payment"
    origin_context: None = None
    payment_intent: PaymentIntentOrNull
    payment_link: Null = None
    payment_method_collection: Literal["always"] = "always"
    payment_method_configuration_details: None = None
    payment_method_options: dict[str, Any]
    payment_method_types: list[str]
    payment_status: Literal["paid", "unpaid"]
    phone_number_collection: Enabled = Enabled()
    recovered_from: None = None
    return_url: None = None
    saved_payment_method_options: None = None
    setup_intent: Null = None
    shipping_address_collection: None = None
    shipping_cost: None = None
    shipping_options: list[Any] = field(default_factory=list)
    status: Literal["open", "complete", "expired"]
    submit_type: None = None
    subscription: Null = None
    success_url: str | None
    total_details: TotalDetails = TotalDetails()
    ui_mode: Literal["hosted_page"] = "hosted_page"
    url: str | None


def rows() -> QuerySet[CheckoutSession]:
    return CheckoutSession.objects.select_related("intent__customer")


def page_url(session_id: str) -> str:
    """The address of the hosted page."""
    return f"{settings.BASE_URL}/payments/checkout/{session_id}"


def render(row: CheckoutSession) -> CheckoutSessionObject:
    intent = row.intent
    return CheckoutSessionObject(
        id=row.pk,
        amount_subtotal=intent.amount,
        amount_total=intent.amount,
        cancel_url=row.cancel_url or None,
        client_reference_id=row.client_reference_id or None,
        created=seconds(row.created_at),
        customer=intent.customer_id,
        customer_details=_customer_details(row),
        customer_email=row.customer_email or None,
        expires_at=seconds(row.expires_at),
        line_items=sublist(
            [_line(row, number, item) for number, item in enumerate(row.line_items, 1)],
            f"/v1/checkout/sessions/{row.pk}/line_items",
            most=len(row.line_items),
        ),
        livemode=row.livemode,
        locale=row.locale or None,
        metadata=plain(row.metadata),
        payment_intent=intent.pk,
        payment_method_options=intent.payment_method_options,
        payment_method_types=intent.payment_method_types or [intent.payment_method_type],
        payment_status="paid" if intent.status == IntentStatus.SUCCEEDED else "unpaid",
        status=row.status,  # type: ignore[arg-type]
        success_url=row.success_url or None,
        url=page_url(row.pk) if row.status == "open" else None,
    )


def _customer_details(row: CheckoutSession) -> CustomerDetails | None:
    customer = row.intent.customer
    if customer is None and not row.customer_email:
        return None
    known = customer or Customer()
    return CustomerDetails(
        address=address(known.address) if known.address else None,
        business_name=known.business_name or None,
        email=row.customer_email or known.email or None,
        individual_name=known.individual_name or None,
        name=known.name or None,
        phone=known.phone or None,
    )


def _line(row: CheckoutSession, number: int, item: dict[str, Any]) -> LineItem:
    total = item["unit_amount"] * item["quantity"]
    stem = f"{row.pk.rsplit('_', 1)[-1][:20]}{number}"
    return LineItem(
        id=f"li_{stem}",
        amount_subtotal=total,
        amount_total=total,
        description=item["name"],
        price=Price(
            id=f"price_{stem}",
            created=seconds(row.created_at),
            livemode=row.livemode,
            product=f"prod_{stem}",
            unit_amount=item["unit_amount"],
            unit_amount_decimal=str(item["unit_amount"]),
        ),
        quantity=item["quantity"],
    )
