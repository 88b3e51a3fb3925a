"""The parameters of checkout sessions."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from core.money import MAX_DONG
from payments.api.fields import (
    ClearableAmount,
    ClearableMail,
    CreatedListParams,
    CurrencyName,
    Description,
    Hash,
    Id,
    ListParams,
    Metadata,
    Moment,
    Params,
    ReturnUrl,
    Text255,
    Whole,
    refuse,
)
from payments.api.resources.intent_params import Group, TransferDataParams
from payments.api.unsupported_params import AT_ONCE

Dropped = Any
UnitAmount = Annotated[Whole, Field(ge=0, le=MAX_DONG)]


def _payment(value: str) -> str:
    if value != "payment":
        raise refuse(f"Invalid mode: {value[:20]}. Only payment is supported: nothing can be charged again later.")
    return value


def _hosted(value: str) -> str:
    if value not in ("hosted", "hosted_page"):
        raise refuse(f"Invalid ui_mode: {value[:20]}. Only the hosted page is supported.")
    return value


def _at_once(value: str) -> str:
    if value not in ("automatic", "automatic_async"):
        raise refuse(f"Invalid capture_method: {value[:20]}. {AT_ONCE}", "parameter_unsupported")
    return value


def _unit_amount_decimal(value: str) -> str:
    if not re.fullmatch(r"\d{1,16}(\.0{1,12})?", value, re.ASCII):
        raise refuse(f"Invalid decimal: {value[:30]}. VND has no minor unit: whole đồng only.")
    return value


def _absent(value: Any) -> Any:
    """A parameter of Stripe's inside a line that cannot apply."""
    raise refuse(
        "Not supported here: there is no catalogue and no subscription. Use price_data with product_data.",
        "parameter_unsupported",
    )


Absent = Annotated[Any, BeforeValidator(_absent)]


class AdjustableParams(Hash):
    """Taken where it asks for what happens anyway."""

    enabled: Literal["false"] | None = None
    minimum: Dropped = None
    maximum: Dropped = None


class ProductDataParams(Hash):
    name: Annotated[Text255, Field(max_length=250)]
    description: Dropped = None
    images: Dropped = None
    metadata: Dropped = None
    tax_code: Dropped = None
    tax_details: Dropped = None
    unit_label: Dropped = None


class PriceDataParams(Hash):
    currency: CurrencyName
    unit_amount: UnitAmount | None = None
    unit_amount_decimal: Annotated[Text255, AfterValidator(_unit_amount_decimal)] | None = None
    product_data: ProductDataParams
    product: Absent = None
    recurring: Absent = None
    tax_behavior: Dropped = None

    @model_validator(mode="after")
    def _has_one_amount(self) -> Self:
        if (self.unit_amount is None) == (self.unit_amount_decimal is None):
            raise refuse("You must specify one of unit_amount and unit_amount_decimal.", "parameter_missing")
        return self

    @property
    def dong(self) -> int:
        """What one piece costs."""
        decimal = self.unit_amount_decimal or "0"
        return int(decimal.partition(".")[0]) if self.unit_amount is None else self.unit_amount


class LineItemParams(Hash):
    price: Absent = None
    price_data: PriceDataParams
    adjustable_quantity: AdjustableParams | None = None
    dynamic_tax_rates: Dropped = None
    tax_rates: Dropped = None
    quantity: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1
    metadata: Dropped = None


class PaymentIntentDataParams(Hash):
    application_fee_amount: ClearableAmount = None
    capture_method: Annotated[Text255, AfterValidator(_at_once)] | None = None
    description: Description = ""
    metadata: Metadata = {}
    receipt_email: ClearableMail = ""
    transfer_data: TransferDataParams | None = None
    transfer_group: Group = ""
    on_behalf_of: Dropped = None
    setup_future_usage: Dropped = None
    shipping: Dropped = None
    statement_descriptor: Dropped = None
    statement_descriptor_suffix: Dropped = None


class CheckoutSessionCreateParams(Params):
    line_items: Annotated[list[LineItemParams], Field(min_length=1, max_length=100)]
    mode: Annotated[Text255, AfterValidator(_payment)] = "payment"
    success_url: ReturnUrl
    cancel_url: ReturnUrl | None = None
    client_reference_id: Annotated[Text255, Field(max_length=200)] | None = None
    currency: CurrencyName = "vnd"
    customer: Id | None = None
    customer_email: ClearableMail = ""
    expires_at: Moment | None = None
    locale: Annotated[Text255, Field(max_length=10)] | None = None
    metadata: Metadata = {}
    payment_intent_data: PaymentIntentDataParams | None = None
    payment_method_types: Annotated[list[Literal["vnpay", "vietqr"]], Field(min_length=1, max_length=2)] | None = None
    ui_mode: Annotated[Text255, AfterValidator(_hosted)] = "hosted_page"


class CheckoutSessionUpdateParams(Params):
    metadata: Metadata = {}


class CustomerDetailsParams(Hash):
    email: Annotated[Text255, Field(max_length=254)]


class CheckoutSessionListParams(CreatedListParams):
    customer: Id | None = None
    customer_details: CustomerDetailsParams | None = None
    payment_intent: Id | None = None
    status: Literal["open", "complete", "expired"] | None = None


class LineItemListParams(ListParams):
    pass
