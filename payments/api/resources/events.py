"""/v1/events: what happened, as it looked when it happened."""

from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import Field

from payments.api.endpoint import Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError
from payments.api.fields import CreatedListParams, Id, Truth
from payments.api.pagination import within
from payments.models import DeliveryStatus, WebhookDelivery


class EventListParams(CreatedListParams):
    delivery_success: Truth | None = None
    type: Id | None = None
    types: Annotated[list[Id], Field(max_length=20)] = []


def _narrow(call: Call[EventListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    params = call.params
    if params.type is not None and params.types:
        raise ApiError("You may only specify one of these parameters: type, types.", param="types")
    names = params.types or ([params.type] if params.type else [])
    rows = rows.filter(within(params.created))
    if names:
        types = Q(pk__in=[])
        for name in names:
            types |= _named(name)
        rows = rows.filter(types)
    if params.delivery_success is not None:
        unheard = WebhookDelivery.objects.filter(event=OuterRef("pk")).exclude(status=DeliveryStatus.DELIVERED)
        rows = rows.filter(~Exists(unheard) if params.delivery_success else Exists(unheard))
    return rows


def _named(name: str) -> Q:
    """`charge.*` means every event of charges."""
    return Q(type__startswith=name[:-1]) if name.endswith(".*") else Q(type=name)


ENDPOINTS: list[Endpoint[Any]] = [
    listing("/v1/events", "event", EventListParams, _narrow, "List events"),
    retrieve("/v1/events/{id}", "event", "Retrieve an event"),
]
