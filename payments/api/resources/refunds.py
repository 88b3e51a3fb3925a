"""/v1/refunds: money back to buyers."""

from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError, from_domain
from payments.api.fields import Amount, CreatedListParams, Id, Metadata, Params, Truth
from payments.api.pagination import narrowed, within
from payments.api.resources.payment_intents import merged
from payments.base.funds import refundable
from payments.base.locks import lock_refund
from payments.events import publish
from payments.models import Attempt, AttemptStatus, Origin, PaymentIntent, Refund
from payments.refunds.services.complete_refund import cancel_refund
from payments.refunds.services.create_refund import create_refund


class RefundCreateParams(Params):
    amount: Amount | None = None
    charge: Id | None = None
    metadata: Metadata = {}
    payment_intent: Id | None = None
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | None = None
    refund_application_fee: Truth = False
    reverse_transfer: Truth = False


class RefundUpdateParams(Params):
    metadata: Metadata = {}


class RefundListParams(CreatedListParams):
    charge: Id | None = None
    payment_intent: Id | None = None


def create(call: Call[RefundCreateParams]) -> Answer:
    params = call.params
    intent = _paid(call)
    if intent.origin == Origin.SDK:
        raise ApiError(
            "This payment belongs to orders of the shop: only through them it is refunded.",
            code="charge_not_refundable",
            param="charge" if params.charge else "payment_intent",
        )
    if params.refund_application_fee and not params.reverse_transfer:
        raise ApiError(
            "refund_application_fee needs reverse_transfer: the fee is given back with the transfer it was taken from.",
            param="refund_application_fee",
        )
    try:
        return create_refund(
            intent_id=intent.pk,
            amount=params.amount,
            reason=params.reason or "",
            reverse_transfer=params.reverse_transfer,
            refund_application_fee=params.refund_application_fee,
            metadata={name: value for name, value in params.metadata.items() if value != ""},
        )
    except DomainError as error:
        raise _about(intent, params.amount, error) from None


def _paid(call: Call[RefundCreateParams]) -> PaymentIntent:
    """The paid payment that a charge or an intent names."""
    params = call.params
    if params.charge is not None and params.payment_intent is not None:
        raise ApiError("You may only specify one of these parameters: charge, payment_intent.", param="payment_intent")
    if params.charge is not None:
        charge = call.find("charge", params.charge, param="charge")
        if not isinstance(charge, Attempt):
            raise ApiError(
                "A payment of an account is taken back by reversing its transfer.", code="charge_not_refundable",
                param="charge",
            )  # fmt: skip
        if charge.status != AttemptStatus.SUCCEEDED:
            raise ApiError(
                f"This charge cannot be refunded: its status is {charge.status}.",
                code="charge_not_refundable",
                param="charge",
            )
        return charge.intent
    if params.payment_intent is None:
        raise ApiError(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
            param="payment_intent",
        )
    intent: PaymentIntent = call.find("payment_intent", params.payment_intent, param="payment_intent")
    if not intent.attempts.filter(status=AttemptStatus.SUCCEEDED).exists():
        raise ApiError(
            f"This PaymentIntent ({intent.pk}) does not have a successful charge to refund.",
            code="charge_not_refundable" if intent.review else "resource_missing",
            param="payment_intent",
        )
    return intent


def _about(intent: PaymentIntent, amount: int | None, error: DomainError) -> ApiError:
    left = refundable(intent)
    if error.code == "CHARGE_ALREADY_REFUNDED":
        charge = intent.attempts.filter(status=AttemptStatus.SUCCEEDED).values_list("charge_id", flat=True).first()
        return ApiError(f"Charge {charge} has already been refunded.", code="charge_already_refunded")
    if error.code == "INSUFFICIENT_FUNDS" and amount is not None and amount > left:
        return ApiError(
            f"Refund amount ({amount} ₫) is greater than unrefunded amount on charge ({left} ₫)",
            code="amount_too_large",
            param="amount",
        )
    if error.code == "INSUFFICIENT_FUNDS":
        return ApiError(
            "The money of this charge was transferred on: reverse its transfers, or refund with reverse_transfer.",
            code="balance_insufficient",
        )
    return from_domain(error)


def update(call: Call[RefundUpdateParams]) -> Answer:
    found: Refund = call.own("refund", "refund")
    with transaction.atomic():
        _intent, refund = lock_refund(found.pk)
        if call.params.given("metadata"):
            with publish.updating(publish.REFUND_UPDATED, publish.CHARGE_REFUND_UPDATED, rows=[refund]):
                refund.metadata = merged(refund.metadata, call.params.metadata, not call.params.metadata)
                refund.save(update_fields=["metadata"])
    return refund


def cancel(call: Call[Params]) -> Answer:
    found: Refund = call.own("refund", "refund")
    if found.intent.origin == Origin.SDK:
        raise ApiError(
            "This refund belongs to an order of the shop: only the operator cancels it.",
            code="refund_not_cancelable",
        )
    try:
        return cancel_refund(refund_id=found.pk)
    except DomainError as error:
        if error.code != "REFUND_UNEXPECTED_STATE":
            raise
        raise ApiError(
            f"This refund cannot be canceled because it has a status of {found.status} and is no longer waiting for an "
            "action.",
            code="refund_not_cancelable",
        ) from None


def _narrow(call: Call[RefundListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    for name in ("charge", "payment_intent"):
        if (id := getattr(params, name)) is not None:
            call.find(name, id, param=name)
    return narrowed(rows.filter(within(params.created)), attempt__charge_id=params.charge, intent=params.payment_intent)


PATH = "/v1/refunds"
ONE = PATH + "/{refund}"
_NAME, _SHAPE = "refunds", "Refund"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, RefundCreateParams, _SHAPE, create, "Create a refund"),
    listing(PATH, "refund", RefundListParams, _narrow, "List refunds"),
    retrieve(ONE, "refund", "Retrieve a refund"),
    Endpoint("POST", ONE, _NAME, RefundUpdateParams, _SHAPE, update, "Update a refund"),
    Endpoint("POST", ONE + "/cancel", _NAME, Params, _SHAPE, cancel, "Cancel a refund"),
]
