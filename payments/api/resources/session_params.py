"""The parameters of checkout sessions."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

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
    Text255,
    Url,
    Whole,
    refuse,
)
from payments.api.resources.intent_params import Group, TransferData

NotKept = Any
UnitAmount = Annotated[Whole, Field(ge=0, le=MAX_DONG)]


def _payment(value: str) -> str:
    if value != "payment":
        raise refuse(f"Invalid mode: {value[:20]}. Only payment is supported: nothing can be charged again later.")
    return value


def _hosted(value: str) -> str:
    if value not in ("hosted", "hosted_page"):
        raise refuse(f"Invalid ui_mode: {value[:20]}. Only the hosted page is supported.")
    return value


class ProductDataParams(Hash):
    name: Annotated[Text255, Field(max_length=250)]
    description: NotKept = None
    images: NotKept = None
    metadata: NotKept = None
    tax_code: NotKept = None
    unit_label: NotKept = None


class PriceDataParams(Hash):
    currency: CurrencyName
    unit_amount: UnitAmount
    product_data: ProductDataParams
    tax_behavior: NotKept = None


class LineItemParams(Hash):
    price_data: PriceDataParams
    quantity: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1
    metadata: NotKept = None


class IntentDataParams(Hash):
    application_fee_amount: ClearableAmount = None
    capture_method: Literal["automatic", "automatic_async"] | None = None
    description: Description = ""
    metadata: Metadata = {}
    receipt_email: ClearableMail = ""
    transfer_data: TransferData | None = None
    transfer_group: Group = ""
    shipping: NotKept = None
    statement_descriptor: NotKept = None
    statement_descriptor_suffix: NotKept = None


class CreateParams(Params):
    line_items: Annotated[list[LineItemParams], Field(min_length=1, max_length=100)]
    mode: Annotated[Text255, AfterValidator(_payment)] = "payment"
    success_url: Url
    cancel_url: Url | None = None
    client_reference_id: Annotated[Text255, Field(max_length=200)] | None = None
    currency: CurrencyName = "vnd"
    customer_email: ClearableMail = ""
    expires_at: Moment | None = None
    locale: Annotated[Text255, Field(max_length=10)] | None = None
    metadata: Metadata = {}
    payment_intent_data: IntentDataParams | None = None
    payment_method_types: Annotated[list[Literal["vnpay", "vietqr"]], Field(min_length=1, max_length=2)] | None = None
    ui_mode: Annotated[Text255, AfterValidator(_hosted)] = "hosted"


class UpdateParams(Params):
    metadata: Metadata = {}


class SessionListParams(CreatedListParams):
    payment_intent: Id | None = None
    status: Literal["open", "complete", "expired"] | None = None


class LineListParams(ListParams):
    pass
