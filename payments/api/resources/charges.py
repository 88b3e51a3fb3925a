"""/v1/charges: ended attempts, and the payments that payees received."""

from typing import Annotated, Any

from django.db import transaction
from pydantic import Field

from payments.api.endpoint import Answer, Call, Endpoint, Page, owned, retrieve
from payments.api.errors import ApiError
from payments.api.fields import (
    ClearableMail,
    ClearableText,
    CreatedListParams,
    Description,
    Id,
    ListParams,
    Metadata,
    Params,
    Text255,
)
from payments.api.pagination import ListPart, narrowed, paginate_parts, within
from payments.api.resources.payment_intents import merged
from payments.base.locks import lock_intent
from payments.events import publish
from payments.events.serializers.base import listing
from payments.events.serializers.registry import kind_named, kind_of_id
from payments.models import Attempt, Origin, PaymentIntent


class ChargeUpdateParams(Params):
    customer: Id | None = None
    description: Description = ""
    metadata: Metadata = {}
    receipt_email: ClearableMail = ""
    transfer_group: Annotated[ClearableText, Field(max_length=80)] = ""


class ChargeListParams(CreatedListParams):
    customer: Id | None = None
    payment_intent: Id | None = None
    transfer_group: Annotated[Text255, Field(max_length=80)] | None = None


def list_charges(call: Call[ChargeListParams]) -> Answer:
    """The platform's charges; a payee's own, and the payments that it received from the platform."""
    params, caller = call.params, call.caller
    if params.payment_intent is not None:
        call.find("payment_intent", params.payment_intent, param="payment_intent")
    if params.customer is not None:
        call.find("customer", params.customer, param="customer", deleted=True)
    attempts = kind_named("charge")
    taken = owned(attempts, caller).exclude(charge_id=None)
    narrow = taken.filter(within(params.created, "closed_at"))
    narrow = narrowed(
        narrow,
        intent=params.payment_intent,
        intent__transfer_group=params.transfer_group,
        intent__customer=params.customer,
    )
    if caller.account is None:
        return Page(attempts, narrow)
    payments = kind_of_id("py_") or attempts
    given = owned(payments, caller).exclude(payment_id=None)
    few = narrowed(given.filter(within(params.created)), transfer_group=params.transfer_group)
    if params.payment_intent is not None or params.customer is not None:
        few = few.none()
    shown, has_more = paginate_parts(
        [ListPart(attempts, narrow, "closed_at"), ListPart(payments, few, "created_at")],
        params,
        [ListPart(attempts, taken, "closed_at"), ListPart(payments, given, "created_at")],
    )
    return listing(shown, call.url, has_more=has_more)


def update(call: Call[ChargeUpdateParams]) -> Answer:
    """A charge and its intent are one payment here: they share description, metadata and group."""
    params = call.params
    found = call.own("charge", "charge")
    if not isinstance(found, Attempt):
        raise ApiError("What an account was given of a payment is changed by its transfer.", param="charge")
    if found.intent.origin == Origin.SDK:
        raise ApiError("This charge belongs to orders of the shop, which alone change it.", param="charge")
    if params.customer is not None:
        call.find("customer", params.customer, param="customer")
    with transaction.atomic():
        intent = lock_intent(found.intent_id)
        if params.customer is not None and intent.customer_id not in (None, params.customer):
            raise ApiError("This charge has a customer already, which stays.", param="customer")
        _write(found, intent, params)
    return found


def _write(charge: Attempt, intent: PaymentIntent, params: ChargeUpdateParams) -> None:
    with publish.updating(publish.CHARGE_UPDATED, rows=[charge]):
        for name in ("description", "receipt_email", "transfer_group"):
            if params.given(name):
                setattr(intent, name, getattr(params, name))
        if params.given("metadata"):
            intent.metadata = merged(intent.metadata, params.metadata, not params.metadata)
        intent.customer_id = params.customer or intent.customer_id
        intent.save(update_fields=["customer", "description", "receipt_email", "transfer_group", "metadata"])


def refunds_of(call: Call[ListParams]) -> Answer:
    """The refunds of one charge."""
    found = call.own("charge", "charge")
    kind = kind_named("refund")
    rows = kind.model._default_manager.all()
    return Page(kind, rows.filter(attempt=found) if isinstance(found, Attempt) else rows.none())


PATH = "/v1/charges"
ONE = PATH + "/{charge}"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("GET", PATH, "charges", ChargeListParams, "list of Charge", list_charges, "List charges"),
    retrieve(ONE, "charge", "Retrieve a charge"),
    Endpoint("POST", ONE, "charges", ChargeUpdateParams, "Charge", update, "Update a charge"),
    Endpoint("GET", ONE + "/refunds", "refunds", ListParams, "list of Refund", refunds_of, "List a charge's refunds"),
]
