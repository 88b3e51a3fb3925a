"""/v1/checkout/sessions: a hosted page on which a buyer pays."""

from typing import Any, Literal

from django.db.models import Q, QuerySet

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import Params
from payments.api.pagination import narrowed, within
from payments.api.resources import session_params
from payments.api.resources.payment_intents import merged
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.checkout_sessions.services.expire_session import expire_session
from payments.checkout_sessions.services.update_session import update_session
from payments.events.serializers import checkout_session
from payments.events.serializers.account import is_active
from payments.events.serializers.base import ApiObject
from payments.events.serializers.checkout_session import LineItem
from payments.models import CheckoutSession, Customer


class LineItems(ApiObject):
    object: Literal["list"] = "list"
    data: list[LineItem]
    has_more: bool
    url: str


def create(call: Call[session_params.CheckoutSessionCreateParams]) -> Answer:
    params = call.params
    if params.customer is not None and params.customer_email:
        raise ApiError(
            "You may only specify one of these parameters: customer, customer_email.", param="customer_email"
        )
    try:
        return create_session(
            items=[
                Item(one.price_data.product_data.name, one.quantity, one.price_data.dong) for one in params.line_items
            ],
            success_url=params.success_url,
            cancel_url=params.cancel_url or "",
            payment_method_types=list(dict.fromkeys(params.payment_method_types or [])),
            expires_at=params.expires_at,
            payee_id=call.caller.account,
            client_reference_id=params.client_reference_id or "",
            customer_email=params.customer_email,
            locale="" if params.locale in (None, "auto") else str(params.locale),
            metadata=merged({}, params.metadata, False),
            intent=_intent(call),
        )
    except DomainError as error:
        raise _refused(error) from None


def _intent(call: Call[session_params.CheckoutSessionCreateParams]) -> dict[str, Any]:
    """The parameters of the session's intent."""
    data = call.params.payment_intent_data or session_params.PaymentIntentDataParams()
    amount = sum(one.quantity * one.price_data.dong for one in call.params.line_items)
    arguments: dict[str, Any] = {
        "description": data.description,
        "metadata": merged({}, data.metadata, False),
        "receipt_email": data.receipt_email or call.params.customer_email,
        "transfer_group": data.transfer_group,
    }
    if call.params.customer is not None:
        arguments |= _of_customer(call.find("customer", call.params.customer, param="customer"))
    elif call.params.customer_email:
        arguments["billing_details"] = {"email": call.params.customer_email}
    if data.transfer_data is None:
        if data.application_fee_amount is not None:
            raise _wrong(
                "application_fee_amount can only be used with transfer_data[destination].", "application_fee_amount"
            )
        return arguments
    if call.caller.account:
        raise _wrong(
            "Only the platform can use transfer_data: what this account collects itself never enters the platform's "
            "books.",
            "transfer_data",
        )
    payee = call.find(
        "account", data.transfer_data.destination, param="payment_intent_data[transfer_data][destination]"
    )
    if not is_active(payee):
        raise ApiError(
            "Your destination account needs to have the transfers capability: its agency contract is not recorded yet.",
            code="insufficient_capabilities_for_transfer",
            param="payment_intent_data[transfer_data][destination]",
        )
    fee, part = data.application_fee_amount, data.transfer_data.amount
    if fee is not None and part is not None:
        raise _wrong(
            "You may only specify one of these parameters: transfer_data[amount], application_fee_amount.",
            "transfer_data",
        )
    if max(fee or 0, part or 0) > amount:
        raise _wrong(f"It must be less than or equal to the amount of {amount}.", "application_fee_amount")
    return arguments | {
        "transfer_destination_id": payee.pk, "transfer_amount": part, "application_fee_amount": fee,
    }  # fmt: skip


def _of_customer(customer: Customer) -> dict[str, Any]:
    """What the page need not ask for, since the customer says it."""
    known = {name: getattr(customer, name) for name in ("email", "name", "phone", "address")}
    return {"customer_id": customer.pk, "billing_details": {name: value for name, value in known.items() if value}}


def _wrong(message: str, name: str) -> ApiError:
    return ApiError(message, param=f"payment_intent_data[{name}]")


def _refused(error: DomainError) -> ApiError:
    match error.code:
        case "EXPIRES_AT_INVALID":
            return ApiError(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
                param="expires_at",
            )
        case "AMOUNT_INVALID":
            return ApiError(
                "The Checkout Session's total amount due must be above zero and at most 9007199254740991.",
                code="parameter_invalid",
                param="line_items",
            )
        case "AMOUNT_TOO_SMALL" | "AMOUNT_TOO_LARGE":
            return ApiError(str(error.message), code=error.code.lower(), param="line_items")
        case "PAYMENT_METHOD_UNSUPPORTED":
            return ApiError(
                "These payment method types cannot be used for this session: vnpay is the platform's alone, vietqr "
                "needs a bank account to pay into.",
                code="payment_method_unsupported_type",
                param="payment_method_types",
            )
        case _:
            return from_domain(error)


def expire(call: Call[Params]) -> Answer:
    session: CheckoutSession = call.own("checkout.session", "session")
    try:
        return expire_session(session_id=session.pk)
    except DomainError as error:
        if error.code == "SESSION_UNEXPECTED_STATE":
            raise ApiError(
                f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
                f"status of {session.status}.",
                param="session",
            ) from None
        raise from_domain(error) from None


def update(call: Call[session_params.CheckoutSessionUpdateParams]) -> Answer:
    params = call.params
    session: CheckoutSession = call.own("checkout.session", "session")
    if not params.given("metadata"):
        return session
    return update_session(
        session_id=session.pk, metadata=merged(session.metadata, params.metadata, not params.metadata)
    )


def line_items(call: Call[session_params.LineItemListParams]) -> Answer:
    """In the order of the session."""
    params = call.params
    lines = checkout_session.render(call.own("checkout.session", "session")).line_items.data
    places = {line.id: place for place, line in enumerate(lines)}
    for name, cursor in (("starting_after", params.starting_after), ("ending_before", params.ending_before)):
        if cursor is not None and cursor not in places:
            raise resource_missing("line item", cursor, param=name, status=400)
    start = places[params.starting_after] + 1 if params.starting_after else 0
    end = places[params.ending_before] if params.ending_before else len(lines)
    found = lines[start:end]
    shown = found[-params.limit :] if params.ending_before else found[: params.limit]
    return LineItems(data=shown, has_more=len(found) > len(shown), url=call.url)


def _narrow(call: Call[session_params.CheckoutSessionListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.customer is not None:
        call.find("customer", params.customer, param="customer", deleted=True)
    rows = rows.filter(within(params.created))
    if params.customer_details is not None:
        email = params.customer_details.email
        rows = rows.filter(Q(customer_email=email) | Q(customer_email="", intent__customer__email=email))
    return narrowed(rows, intent=params.payment_intent, status=params.status, intent__customer=params.customer)


PATH = "/v1/checkout/sessions"
ONE = PATH + "/{session}"
_NAME, _SHAPE = "checkout_sessions", "CheckoutSession"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint(
        "POST", PATH, _NAME, session_params.CheckoutSessionCreateParams, _SHAPE, create,
        "Create a checkout session",
    ),
    listing(PATH, "checkout.session", session_params.CheckoutSessionListParams, _narrow, "List checkout sessions"),
    retrieve(ONE, "checkout.session", "Retrieve a checkout session"),
    Endpoint(
        "POST", ONE, _NAME, session_params.CheckoutSessionUpdateParams, _SHAPE, update, "Update a checkout session"
    ),
    Endpoint("POST", ONE + "/expire", _NAME, Params, _SHAPE, expire, "Expire a checkout session"),
    Endpoint(
        "GET", ONE + "/line_items", _NAME, session_params.LineItemListParams, "CheckoutLineItems", line_items,
        "List a checkout session's line items", shape=LineItems,
    ),
]  # fmt: skip
