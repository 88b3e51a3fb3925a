"""/v1/charges: attempts that have come to their end, and the payments that payees were given."""

from typing import Annotated, Any

from django.db import transaction
from django.db.models import QuerySet
from pydantic import Field

from payments.api.endpoint import Answer, Call, Endpoint, Page, listing, retrieve
from payments.api.errors import resource_missing
from payments.api.fields import (
    ClearableMail,
    ClearableText,
    CreatedListParams,
    Id,
    ListParams,
    Metadata,
    Params,
    Text255,
)
from payments.api.pages import narrowed, within
from payments.api.resources.payment_intents import merged
from payments.locks import lock_intent
from payments.models import Attempt, MadeBy
from payments.render.kinds import kind_named


class UpdateParams(Params):
    description: ClearableText = ""
    metadata: Metadata = {}
    receipt_email: ClearableMail = ""
    transfer_group: Annotated[ClearableText, Field(max_length=80)] = ""


class ChargeListParams(CreatedListParams):
    payment_intent: Id | None = None
    transfer_group: Annotated[Text255, Field(max_length=80)] | None = None


def _narrow(call: Call[ChargeListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.payment_intent is not None:
        call.find("payment_intent", params.payment_intent, param="payment_intent")
    return narrowed(
        rows.exclude(charge_id=None).filter(within(params.created, "closed_at")),
        intent=params.payment_intent,
        intent__transfer_group=params.transfer_group,
    )


def update(call: Call[UpdateParams]) -> Answer:
    """A charge and its intent are one payment here: they share description, metadata and group."""
    params = call.params
    found = call.own("charge", "charge")
    if not isinstance(found, Attempt) or found.intent.made_by == MadeBy.SDK:
        raise resource_missing("charge", call.ids["charge"], param="charge")
    with transaction.atomic():
        intent = lock_intent(found.intent_id)
        for name in ("description", "receipt_email", "transfer_group"):
            if params.given(name):
                setattr(intent, name, getattr(params, name))
        if params.given("metadata"):
            intent.metadata = merged(intent.metadata, params.metadata, not params.metadata)
        intent.save(update_fields=["description", "receipt_email", "transfer_group", "metadata"])
    return found


def refunds_of(call: Call[ListParams]) -> Answer:
    """The refunds of one charge."""
    found = call.own("charge", "charge")
    kind = kind_named("refund")
    rows = kind.model._default_manager.all()
    return Page(kind, rows.filter(attempt=found) if isinstance(found, Attempt) else rows.none())


PATH = "/v1/charges"
ONE = PATH + "/{charge}"
ENDPOINTS: list[Endpoint[Any]] = [
    listing(PATH, "charge", ChargeListParams, _narrow, "List charges"),
    retrieve(ONE, "charge", "Retrieve a charge"),
    Endpoint("POST", ONE, "charges", UpdateParams, "Charge", update, "Update a charge"),
    Endpoint("GET", ONE + "/refunds", "refunds", ListParams, "list of Refund", refunds_of, "List a charge's refunds"),
]
