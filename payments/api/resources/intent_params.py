"""The parameters of payment intents: method, deadline, and transfer."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from payments.api.fields import (
    Amount,
    ClearableAmount,
    ClearableMail,
    ClearableText,
    CreatedListParams,
    CurrencyName,
    Description,
    Hash,
    Id,
    Metadata,
    Params,
    ReturnUrl,
    Text255,
    Truth,
    Whole,
    named,
    refuse,
)

SHORTEST, LONGEST = 60, 86_400  # seconds that a buyer is given to pay


class EmptyHash(Hash):
    """`payment_method_data[vnpay]={}`: the types have no properties of their own."""


NoProperties = Annotated[EmptyHash | None, BeforeValidator(lambda given: None if given == "" else given)]


class AddressParams(Hash):
    city: ClearableText = ""
    country: ClearableText = ""
    line1: ClearableText = ""
    line2: ClearableText = ""
    postal_code: ClearableText = ""
    state: ClearableText = ""

    def supplied_values(self) -> dict[str, str]:
        """The fields that were given."""
        return self.model_dump(exclude_defaults=True)


class BillingDetailsParams(Hash):
    address: AddressParams | None = None
    email: ClearableMail = ""
    name: ClearableText = ""
    phone: ClearableText = ""
    tax_id: ClearableText = ""

    def supplied_values(self) -> dict[str, Any]:
        """The fields that were given."""
        values = self.model_dump(exclude_defaults=True, exclude={"address"})
        address = self.address.supplied_values() if self.address else {}
        return values | ({"address": address} if address else {})


# Types of Stripe's: integrations send data and options of several, whichever the buyer chooses.
OTHER_METHODS = named(
    """
        acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact
        billie bizum blik boleto card card_present cashapp crypto customer_balance eps fpx giropay grabpay
        ideal interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay
        nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix promptpay revolut_pay
        samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish twint upi us_bank_account
        wechat_pay zip
        """
)


def _offered(given: Any) -> Any:
    """What Stripe offers and we do not is refused with the reason."""
    if not isinstance(given, str) or given not in OTHER_METHODS:
        return given
    why = "No card data ever reaches this API" if given == "card" else "It is not offered here"
    raise refuse(
        f"Invalid payment method type: {given}. {why}: the buyer pays by vnpay, vietqr or cash.",
        "parameter_unsupported",
    )


Method = Annotated[Literal["vnpay", "vietqr", "cash"], BeforeValidator(_offered)]
METHODS: tuple[Method, ...] = ("vnpay", "vietqr", "cash")


class PaymentMethodDataParams(Hash):
    """Stripe's payment_method_data. No card can be given: none ever reaches this API."""

    dropped = OTHER_METHODS - {"card"}

    type: Method
    allow_redisplay: Literal["always", "limited", "unspecified"] = "unspecified"
    billing_details: BillingDetailsParams | None = None
    metadata: Metadata = {}
    radar_options: Any = None
    vnpay: NoProperties = None
    vietqr: NoProperties = None
    cash: NoProperties = None


class AttemptOptions(Hash):
    expires_after_seconds: Annotated[Whole, Field(ge=SHORTEST, le=LONGEST)] | None = None


class VNPayOptions(AttemptOptions):
    locale: Literal["vn", "en"] | None = None


class PaymentMethodOptionsParams(Hash):
    dropped = OTHER_METHODS

    vnpay: VNPayOptions | None = None
    vietqr: AttemptOptions | None = None
    cash: NoProperties = None

    def supplied_values(self) -> dict[str, Any]:
        """The options that were given, as the intent stores and shows them."""
        return self.model_dump(exclude_none=True, exclude_unset=True, include={"vnpay", "vietqr"})


def _once_each(given: list[str]) -> list[str]:
    if len(set(given)) != len(given):
        raise refuse("Invalid array: each payment method type can be named once")
    return given


Types = Annotated[list[Method], Field(min_length=1, max_length=3), AfterValidator(_once_each)]
Group = Annotated[ClearableText, Field(max_length=80)]


class TransferDataParams(Hash):
    dropped = frozenset({"description", "metadata", "payment_data"})

    destination: Id
    amount: Amount | None = None


class TransferDataUpdateParams(Hash):
    dropped = TransferDataParams.dropped

    amount: Amount | None = None


class ConfirmationParams(Params):
    """What may be said when an intent is confirmed, and also before."""

    payment_method: Id | None = None
    payment_method_data: PaymentMethodDataParams | None = None
    payment_method_options: PaymentMethodOptionsParams | None = None
    payment_method_types: Types | None = None
    receipt_email: ClearableMail = ""


class PaymentIntentConfirmParams(ConfirmationParams):
    client_secret: Id | None = None
    return_url: ReturnUrl | None = None


class PaymentIntentCreateParams(ConfirmationParams):
    amount: Amount
    currency: CurrencyName
    application_fee_amount: ClearableAmount = None
    confirm: Truth = False
    customer: Id | None = None
    description: Description = ""
    metadata: Metadata = {}
    return_url: ReturnUrl | None = None
    transfer_data: TransferDataParams | None = None
    transfer_group: Group = ""


class PaymentIntentUpdateParams(ConfirmationParams):
    amount: Amount | None = None
    currency: CurrencyName = "vnd"
    application_fee_amount: ClearableAmount = None
    customer: Id | None = None
    description: Description = ""
    metadata: Metadata = {}
    transfer_data: TransferDataUpdateParams | None = None
    transfer_group: Group = ""


class PaymentIntentCaptureParams(Params):
    """Nothing is ever left to capture: the parameters are accepted and ignored."""

    amount_to_capture: Any = None
    amount_details: Any = None
    application_fee_amount: Any = None
    final_capture: Any = None
    hooks: Any = None
    metadata: Any = None
    payment_details: Any = None
    statement_descriptor: Any = None
    statement_descriptor_suffix: Any = None
    transfer_data: Any = None


class PaymentIntentRetrieveParams(Params):
    client_secret: Id | None = None


class PaymentIntentCancelParams(Params):
    cancellation_reason: Literal["duplicate", "fraudulent", "requested_by_customer", "abandoned"] | None = None


class PaymentIntentListParams(CreatedListParams):
    customer: Id | None = None
    transfer_group: Annotated[Text255, Field(max_length=80)] | None = None
