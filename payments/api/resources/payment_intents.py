"""/v1/payment_intents: the life of a payment."""

import hmac
from typing import Any

from django.db.models import QuerySet

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import MOST_METADATA
from payments.api.pagination import narrowed, within
from payments.api.resources import intent_params
from payments.events.serializers.account import is_active
from payments.events.serializers.registry import render
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.intents.services.update_api_intent import NOTES, update_api_intent
from payments.models import CheckoutSession, CheckoutSessionStatus, Origin, Payee, PaymentIntent
from payments.sdk import payment_methods

STATE = "payment_intent_unexpected_state"
_CANCELABLE = "requires_payment_method, requires_confirmation, requires_action, processing"
_NO_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
    "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment "
    "method (payment_method_data[type])."
)


def create(call: Call[intent_params.PaymentIntentCreateParams]) -> Answer:
    params = call.params
    types = params.payment_method_types or _available(call)
    method = _method(call, types)
    if call.caller.account and not all(map(_payee_collects, types)):
        raise _not_for_payees("payment_method_types")
    _check_split(call, params)
    if params.confirm and not method:
        raise ApiError(_NO_METHOD, code=STATE, param="payment_method")
    try:
        intent = create_api_intent(
            amount=params.amount,
            payee_id=call.caller.account,
            payment_method_types=types,
            payment_method_type=method,
            payment_method_options=_options(params),
            billing_details=_billing_details(params),
            customer_id=_customer(call),
            return_url=params.return_url or "",
            receipt_email=params.receipt_email,
            transfer_destination_id=_destination(call, params),
            transfer_amount=params.transfer_data.amount if params.transfer_data else None,
            application_fee_amount=params.application_fee_amount,
            transfer_group=params.transfer_group,
            description=params.description,
            metadata=merged({}, params.metadata, False),
        )
    except DomainError as error:
        raise from_domain(error) from None
    return _confirm(call, intent, "") if params.confirm else intent


def retrieve(call: Call[intent_params.PaymentIntentRetrieveParams]) -> Answer:
    intent = call.own("payment_intent", "intent")
    _check_secret(intent, call.params.client_secret)
    return intent


def update(call: Call[intent_params.PaymentIntentUpdateParams]) -> Answer:
    params = call.params
    intent = _ours(call.own("payment_intent", "intent"))
    types = params.payment_method_types or intent.payment_method_types
    changes: dict[str, Any] = {
        name: getattr(params, name)
        for name in ("amount", "application_fee_amount", "payment_method_types", *NOTES)
        if params.given(name)
    }
    if params.customer is not None and params.customer != intent.customer_id:
        changes["customer_id"] = _customer(call)
    if params.given("metadata"):
        changes["metadata"] = merged(intent.metadata, params.metadata, _unset(params))
    if params.payment_method_options:
        changes["payment_method_options"] = intent.payment_method_options | _options(params)
    if params.transfer_data and intent.transfer_destination_id:
        changes["transfer_amount"] = params.transfer_data.amount
    _check_split(call, params, intent)
    for column, name in (("amount", "amount"), ("customer_id", "customer")):
        if column in changes and intent.status not in ("requires_payment_method", "requires_action"):
            raise state_error(
                intent,
                f"This PaymentIntent's {name} could not be updated because it has a status of {intent.status}. You may "
                f"only update the {name} of a PaymentIntent with one of the following statuses: "
                "requires_payment_method, requires_confirmation, requires_action.",
            )
    try:
        return update_api_intent(
            intent_id=intent.pk,
            payment_method_type=_method(call, types, intent),
            billing_details=_billing_details(params),
            changes=changes,
        )
    except DomainError as error:
        raise _about(intent, error) from None


def confirm(call: Call[intent_params.PaymentIntentConfirmParams]) -> Answer:
    intent = _ours(call.own("payment_intent", "intent"))
    _check_secret(intent, call.params.client_secret)
    types = call.params.payment_method_types or intent.payment_method_types
    return _confirm(call, intent, _method(call, types, intent))


def cancel(call: Call[intent_params.PaymentIntentCancelParams]) -> Answer:
    intent = _ours(call.own("payment_intent", "intent"))
    if intent.status in ("succeeded", "canceled"):
        raise state_error(
            intent,
            f"You cannot cancel this PaymentIntent because it has a status of {intent.status}. Only a PaymentIntent "
            f"with one of the following statuses may be canceled: {_CANCELABLE}.",
        )
    try:
        return cancel_intent(intent_id=intent.pk, reason=call.params.cancellation_reason or "")
    except DomainError as error:
        raise _about(intent, error) from None


def capture(call: Call[intent_params.PaymentIntentCaptureParams]) -> Answer:
    """Refused as Stripe refuses it for an automatically captured payment: integrations treat this as success."""
    intent = call.own("payment_intent", "intent")
    if intent.status == "succeeded":
        raise state_error(intent, "This PaymentIntent could not be captured because it has already been captured.")
    raise state_error(
        intent,
        f"This PaymentIntent could not be captured because it has a status of {intent.status}. Only a PaymentIntent "
        "with one of the following statuses may be captured: requires_capture. Money is captured at once here.",
    )


def _confirm(call: Call[Any], intent: PaymentIntent, method: str) -> PaymentIntent:
    params = call.params
    if intent.status in ("succeeded", "canceled", "processing"):
        raise state_error(
            intent,
            f"You cannot confirm this PaymentIntent because it has a status of {intent.status}. Only a PaymentIntent "
            "with one of the following statuses may be confirmed: requires_payment_method, requires_confirmation, "
            "requires_action.",
        )
    if not (method or intent.payment_method_type):
        raise state_error(intent, _NO_METHOD, param="payment_method")
    try:
        return confirm_api_intent(
            intent_id=intent.pk,
            ip=call.ip,
            payment_method_type=method,
            payment_method_options=_options(params),
            billing_details=_billing_details(params),
            return_url=params.return_url or "",
            receipt_email=params.receipt_email,
        )
    except DomainError as error:
        raise _about(intent, error) from None


def _available(call: Call[Any]) -> list[intent_params.Method]:
    return [name for name in intent_params.METHODS if not call.caller.account or _payee_collects(name)]


def _payee_collects(method: str) -> bool:
    """Whether a payee can collect by this method; else the platform collects."""
    return payment_methods.retrieve(method).collected_by_seller


def _method(call: Call[Any], types: list[Any], intent: PaymentIntent | None = None) -> str:
    """The type that this call chooses; "" where it chooses none."""
    params: intent_params.ConfirmationParams = call.params
    if params.payment_method and params.payment_method_data:
        raise ApiError(
            "You may only specify one of these parameters: payment_method, payment_method_data.",
            param="payment_method_data",
        )
    if params.payment_method:
        if intent is None or params.payment_method != intent.payment_method_id:
            raise ApiError(
                f"No such PaymentMethod: '{params.payment_method}'. No card data ever reaches this API, and a payment "
                "method belongs to one PaymentIntent: choose with payment_method_data[type].",
                code="resource_missing",
                param="payment_method",
            )
        return intent.payment_method_type
    if params.payment_method_data is None:
        return ""
    method = params.payment_method_data.type
    if call.caller.account and not _payee_collects(method):
        raise _not_for_payees("payment_method_data[type]")
    if method not in types:
        raise ApiError(
            f"The PaymentMethod provided ({method}) is not allowed for this PaymentIntent. Please attach a "
            f"PaymentMethod of one of these types: {', '.join(types)}.",
            code="payment_intent_incompatible_payment_method",
            param="payment_method_data[type]",
        )
    return method


def _not_for_payees(param: str) -> ApiError:
    return ApiError(
        "VNPay collects for the platform only: create the PaymentIntent without the Stripe-Account header and pass the "
        "money on with transfer_data[destination]. vietqr and cash can be collected by the account itself.",
        code="payment_method_unsupported_type",
        param=param,
    )


def _customer(call: Call[Any]) -> str | None:
    """The customer that this call names, of the same account; None where it names none."""
    given = call.params.customer
    return None if given is None else call.find("customer", given, param="customer").pk


def _billing_details(params: intent_params.ConfirmationParams) -> dict[str, Any] | None:
    """What this call says of whoever pays; None where it says nothing."""
    data = params.payment_method_data
    return data.billing_details.supplied_values() if data and data.billing_details else None


def _options(params: intent_params.ConfirmationParams) -> dict[str, Any]:
    return params.payment_method_options.supplied_values() if params.payment_method_options else {}


def _check_split(call: Call[Any], params: Any, intent: PaymentIntent | None = None) -> None:
    """Check who may transfer money, and how much."""
    if call.caller.account and (params.transfer_data or params.application_fee_amount is not None):
        param = "transfer_data" if params.transfer_data else "application_fee_amount"
        raise ApiError(
            f"Only the platform can use {param}: what this account collects itself never enters the platform's books.",
            param=param,
        )
    amount = params.amount or (intent.amount if intent else 0)
    has_destination = bool(params.transfer_data) or bool(intent and intent.transfer_destination_id)
    if params.application_fee_amount is not None and not has_destination:
        raise ApiError(
            "application_fee_amount can only be used with transfer_data[destination].", param="application_fee_amount"
        )
    part = params.transfer_data.amount if params.transfer_data else None
    if _stays(params, intent, "transfer_amount", part) and _stays(
        params, intent, "application_fee_amount", params.application_fee_amount
    ):
        raise ApiError(
            "You may only specify one of these parameters: transfer_data[amount], application_fee_amount.",
            param="transfer_data[amount]",
        )
    for name, value in (("application_fee_amount", params.application_fee_amount), ("transfer_data[amount]", part)):
        if value is not None and value > amount:
            raise ApiError(f"{name} must be less than or equal to the amount of {amount}.", param=name)


def _stays(params: Any, intent: PaymentIntent | None, name: str, value: int | None) -> bool:
    """Whether an amount is set after this call: given now, or before and not unset now."""
    is_present = params.given("transfer_data" if name == "transfer_amount" else name)
    return (value if is_present or intent is None else getattr(intent, name)) is not None


def _destination(
    call: Call[intent_params.PaymentIntentCreateParams], params: intent_params.PaymentIntentCreateParams
) -> str | None:
    if params.transfer_data is None:
        return None
    payee: Payee = call.find("account", params.transfer_data.destination, param="transfer_data[destination]")
    if not is_active(payee):
        raise ApiError(
            "Your destination account needs to have the transfers capability: its agency contract is not recorded yet.",
            code="insufficient_capabilities_for_transfer",
            param="transfer_data[destination]",
        )
    return payee.pk


def _ours(intent: PaymentIntent) -> PaymentIntent:
    """An intent that the API may change. Only the shop's orders change the shop's own intents."""
    if intent.origin == Origin.SDK:
        raise state_error(intent, "This PaymentIntent belongs to orders of the shop, which alone change it.")
    if CheckoutSession.objects.filter(intent=intent, status=CheckoutSessionStatus.OPEN).exists():
        raise state_error(
            intent,
            "This PaymentIntent belongs to an open Checkout Session and is paid on its page. To stop it, expire the "
            "session.",
        )
    return intent


def _check_secret(intent: PaymentIntent, given: str | None) -> None:
    if given is not None and not hmac.compare_digest(given.encode(), intent.client_secret.encode()):
        raise resource_missing("payment_intent", intent.pk, param="client_secret", status=400)


def _unset(params: Any) -> bool:
    """Whether `metadata=` was given empty: all of it is unset."""
    return params.given("metadata") and not params.metadata


def merged(before: dict[str, Any], given: dict[str, str], clear: bool) -> dict[str, Any]:
    """Metadata after an update: names are set one by one, and an empty text unsets one."""
    kept = {} if clear else {name: value for name, value in (before | given).items() if value != ""}
    if len(kept) > MOST_METADATA and len(kept) > len(before):
        raise ApiError(
            f"Metadata can have up to {MOST_METADATA} keys; this update would leave {len(kept)}.", param="metadata"
        )
    return kept


def state_error(intent: PaymentIntent, message: str, param: str | None = None) -> ApiError:
    """The intent's state does not allow this; the error holds the intent, as in Stripe."""
    return ApiError(message, code=STATE, param=param, payment_intent=render(PaymentIntent(pk=intent.pk)))


def _about(intent: PaymentIntent, error: DomainError) -> ApiError:
    """A service's refusal; for a refused state it holds the intent."""
    found = from_domain(error)
    return state_error(intent, found.message) if found.code == STATE else found


def _narrow(call: Call[intent_params.PaymentIntentListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.customer is not None:
        call.find("customer", params.customer, param="customer", deleted=True)
    return narrowed(rows.filter(within(params.created)), transfer_group=params.transfer_group, customer=params.customer)


PATH = "/v1/payment_intents"
ONE = PATH + "/{intent}"
_NAME, _SHAPE = "payment_intents", "PaymentIntent"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, intent_params.PaymentIntentCreateParams, _SHAPE, create, "Create a PaymentIntent"),
    listing(PATH, "payment_intent", intent_params.PaymentIntentListParams, _narrow, "List PaymentIntents"),
    Endpoint(
        "GET", ONE, _NAME, intent_params.PaymentIntentRetrieveParams, _SHAPE, retrieve, "Retrieve a PaymentIntent"
    ),
    Endpoint("POST", ONE, _NAME, intent_params.PaymentIntentUpdateParams, _SHAPE, update, "Update a PaymentIntent"),
    Endpoint(
        "POST",
        ONE + "/confirm",
        _NAME,
        intent_params.PaymentIntentConfirmParams,
        _SHAPE,
        confirm,
        "Confirm a PaymentIntent",
    ),
    Endpoint(
        "POST",
        ONE + "/capture",
        _NAME,
        intent_params.PaymentIntentCaptureParams,
        _SHAPE,
        capture,
        "Capture a PaymentIntent",
    ),
    Endpoint(
        "POST",
        ONE + "/cancel",
        _NAME,
        intent_params.PaymentIntentCancelParams,
        _SHAPE,
        cancel,
        "Cancel a PaymentIntent",
    ),
]
