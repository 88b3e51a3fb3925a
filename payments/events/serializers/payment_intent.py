"""payment_intent: a payment of an amount, to be made once."""

from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from payments.events.serializers import payment_method
from payments.events.serializers.base import (
    CURRENCY,
    OMITTED,
    AccountId,
    AccountOrNull,
    ApiObject,
    ChargeOrNull,
    Currency,
    CustomerOrNull,
    Metadata,
    Null,
    PaymentMethodOrNull,
    ReviewId,
    doc_url,
    plain,
    seconds,
    seconds_or_null,
)
from payments.events.serializers.payment_method import PaymentMethod
from payments.models import Attempt, AttemptStatus, IntentStatus, PaymentIntent
from payments.providers import instructions_of
from payments.providers.base import TransferInstructions
from payments.providers.decline_codes import decline_code, english_words, error_code

_REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer", "automatic", "expired")
_CAPTURED = (AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE)


class TipDetails(ApiObject):
    pass


class AmountDetails(ApiObject):
    tip: TipDetails = TipDetails()


class RedirectToUrl(ApiObject):
    return_url: str | None
    url: str


class DisplayQrCode(ApiObject):
    """Where and what to transfer, as text to draw a QR code from and as pictures."""

    data: str
    image_url_png: str | None
    image_url_svg: str | None
    hosted_instructions_url: str | None
    bank_bin: str
    account_number: str
    account_name: str
    amount: int
    reference: str
    expires_at: int


class NextAction(ApiObject):
    type: Literal["redirect_to_url", "vietqr_display_qr_code"]
    redirect_to_url: RedirectToUrl = OMITTED
    vietqr_display_qr_code: DisplayQrCode = OMITTED


class LastPaymentError(ApiObject):
    charge: str | None
    code: str
    decline_code: str
    doc_url: str
    message: str
    payment_method: PaymentMethod | None
    type: Literal["card_error"] = "card_error"


class PaymentIntentTransferData(ApiObject):
    amount: int = OMITTED
    destination: AccountId


class PaymentIntentObject(ApiObject):
    id: str
    object: Literal["payment_intent"] = "payment_intent"
    allowed_payment_method_types: None = None
    amount: int
    amount_capturable: Literal[0] = 0
    amount_details: AmountDetails = AmountDetails()
    amount_received: int
    application: Null = None
    application_fee_amount: int | None
    automatic_payment_methods: None = None
    canceled_at: int | None
    cancellation_reason: str | None
    capture_method: Literal["automatic"] = "automatic"
    client_secret: str | None
    confirmation_method: Literal["automatic"] = "automatic"
    created: int
    currency: Currency = CURRENCY
    customer: CustomerOrNull
    customer_account: None = None
    description: str | None
    excluded_payment_method_types: None = None
    expires_at: int | None
    last_payment_error: LastPaymentError | None
    latest_charge: ChargeOrNull
    livemode: bool
    metadata: Metadata
    next_action: NextAction | None
    on_behalf_of: AccountOrNull = None
    payment_method: PaymentMethodOrNull
    payment_method_configuration_details: None = None
    payment_method_options: dict[str, Any]
    payment_method_types: list[str]
    processing: None = None
    receipt_email: str | None
    review: ReviewId
    setup_future_usage: None = None
    shipping: None = None
    source: None = None
    statement_descriptor: None = None
    statement_descriptor_suffix: None = None
    status: Literal[
        "requires_payment_method", "requires_confirmation", "requires_action", "processing", "succeeded", "canceled"
    ]
    transfer_data: PaymentIntentTransferData | None
    transfer_group: str | None


def rows() -> QuerySet[PaymentIntent]:
    """2 statements."""
    return PaymentIntent.objects.prefetch_related("attempts")


def render(row: PaymentIntent) -> PaymentIntentObject:
    attempts = sorted(row.attempts.all(), key=lambda attempt: attempt.pk)
    latest = attempts[-1] if attempts else None
    charges = [attempt for attempt in attempts if attempt.charge_id]
    failed = latest is not None and latest.status == AttemptStatus.FAILED
    status = _status(row, attempts)
    return PaymentIntentObject(
        id=row.pk,
        amount=row.amount,
        amount_received=sum(a.amount for a in attempts if a.status in _CAPTURED),
        application_fee_amount=row.application_fee_amount,
        canceled_at=seconds_or_null(row.canceled_at),
        cancellation_reason=row.cancellation_reason if row.cancellation_reason in _REASONS else None,
        client_secret=row.client_secret or None,
        created=seconds(row.created_at),
        customer=row.customer_id,
        description=row.description or None,
        expires_at=seconds_or_null(row.expires_at),
        last_payment_error=_last_error(row, latest) if failed and status != "succeeded" and latest else None,
        latest_charge=charges[-1].charge_id if charges else None,
        livemode=row.livemode,
        metadata=plain(row.metadata),
        next_action=_next_action(row, latest) if status == "requires_action" and latest else None,
        payment_method=None if status == "requires_payment_method" else row.payment_method_id or None,
        payment_method_options=row.payment_method_options,
        payment_method_types=row.payment_method_types or [row.payment_method_type],
        receipt_email=row.receipt_email or None,
        review=f"prv_{row.pk.removeprefix('pi_')}" if row.review else None,
        status=status,
        transfer_data=_transfer_data(row),
        transfer_group=row.transfer_group or None,
    )


def _status(row: PaymentIntent, attempts: list[Attempt]) -> Any:
    """Stripe's status. A chosen method that is not confirmed waits for its confirmation."""
    waits = row.status == IntentStatus.REQUIRES_PAYMENT_METHOD and row.payment_method_type and not attempts
    return "requires_confirmation" if waits else str(row.status)


def _last_error(row: PaymentIntent, latest: Attempt) -> LastPaymentError:
    declined = decline_code(latest)
    code = error_code(declined)
    return LastPaymentError(
        charge=latest.charge_id,
        code=code,
        decline_code=declined,
        doc_url=doc_url(code),
        message=english_words(declined),
        payment_method=payment_method.render(row) if row.payment_method_id else None,
    )


def _next_action(row: PaymentIntent, latest: Attempt) -> NextAction | None:
    """What the buyer does next; nothing while the payment is in review."""
    if row.review or latest.status != AttemptStatus.OPEN:
        return None
    if instructions := instructions_of(latest):
        return NextAction(type="vietqr_display_qr_code", vietqr_display_qr_code=_qr(latest, instructions))
    if latest.redirect_url:
        to = RedirectToUrl(return_url=row.return_url or None, url=latest.redirect_url)
        return NextAction(type="redirect_to_url", redirect_to_url=to)
    return None


def _qr(latest: Attempt, instructions: TransferInstructions) -> DisplayQrCode:
    return DisplayQrCode(
        data=instructions.qr_text,
        image_url_png=_page(latest, "vietqr-picture", "png"),
        image_url_svg=_page(latest, "vietqr-picture", "svg"),
        hosted_instructions_url=latest.redirect_url or _page(latest, "vietqr"),  # payOS has a page of its own
        bank_bin=instructions.bank_bin,
        account_number=instructions.account_number,
        account_name=instructions.account_holder,
        amount=latest.amount,
        reference=instructions.content,
        expires_at=seconds(latest.expires_at),
    )


def _page(latest: Attempt, name: str, *more: str) -> str | None:
    """The address of our page about an attempt."""
    try:
        address = reverse(f"payments:{name}", args=[latest.intent_id, latest.reference, *more])
    except NoReverseMatch:
        return None
    return settings.BASE_URL + address


def _transfer_data(row: PaymentIntent) -> PaymentIntentTransferData | None:
    if row.transfer_destination_id is None:
        return None
    amount = OMITTED if row.transfer_amount is None else row.transfer_amount
    return PaymentIntentTransferData(amount=amount, destination=row.transfer_destination_id)
