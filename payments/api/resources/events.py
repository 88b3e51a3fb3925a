"""/v1/events: events as they were recorded, and sending them again, as `stripe events resend` does."""

from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import Field

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing, retrieve
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import CreatedListParams, Id, Params, Truth
from payments.api.pagination import within
from payments.events.store import enabled, may_receive
from payments.models import ApiEvent, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from payments.webhooks.replay import replay_event


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
        undelivered = WebhookDelivery.objects.filter(event=OuterRef("pk")).exclude(status=DeliveryStatus.DELIVERED)
        rows = rows.filter(~Exists(undelivered) if params.delivery_success else Exists(undelivered))
    return rows


def _named(name: str) -> Q:
    """`charge.*` means every event of charges."""
    return Q(type__startswith=name[:-1]) if name.endswith(".*") else Q(type=name)


class EventRetryParams(Params):
    webhook_endpoint: Id | None = None  # None: every enabled endpoint that may receive it
    account: Id | None = None  # the platform's: an event of this account, for its `connect` endpoints


def retry(call: Call[EventRetryParams]) -> Answer:
    event = _event(call)
    for endpoint in _endpoints(call, event):
        try:
            replay_event(event_id=event.pk, endpoint_id=endpoint.pk)
        except DomainError as error:
            raise from_domain(error) from None
    return event


def _event(call: Call[EventRetryParams]) -> ApiEvent:
    account = call.params.account
    if account is None:
        found: ApiEvent = call.own("event", "event")
        return found
    payee = call.find("account", account, param="account")
    event = ApiEvent.objects.filter(pk=call.ids["event"], payee=payee, livemode=call.caller.livemode).first()
    if event is None:
        raise resource_missing("event", call.ids["event"], param="event")
    return event


def _endpoints(call: Call[EventRetryParams], event: ApiEvent) -> list[WebhookEndpoint]:
    endpoint_id = call.params.webhook_endpoint
    if endpoint_id is None:
        mine = enabled().filter(payee=call.caller.account, livemode=call.caller.livemode).order_by("sequence")
        return [endpoint for endpoint in mine if may_receive(endpoint, event)]
    endpoint: WebhookEndpoint = call.find("webhook_endpoint", endpoint_id, param="webhook_endpoint")
    if endpoint.deleted_at is not None:
        raise resource_missing("webhook_endpoint", endpoint_id, param="webhook_endpoint", status=400)
    if not may_receive(endpoint, event):
        raise ApiError(
            f"{endpoint.pk} does not hear the events of this account: a connect endpoint hears connected accounts, "
            "any other its own.",
            param="webhook_endpoint",
        )
    return [endpoint]


ENDPOINTS: list[Endpoint[Any]] = [
    listing("/v1/events", "event", EventListParams, _narrow, "List events"),
    retrieve("/v1/events/{id}", "event", "Retrieve an event"),
    Endpoint(
        "POST", "/v1/events/{event}/retry", "webhook_endpoints", EventRetryParams, "Event", retry, "Resend an event"
    ),
]
