"""/v1/webhook_endpoints: addresses that receive events."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from pydantic import Field

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import ClearableText, ListParams, Metadata, Params, Text255, Truth, Url, Version
from payments.api.resources.payment_intents import merged
from payments.events.serializers import webhook_endpoint
from payments.events.serializers.base import ApiObject
from payments.models import WebhookEndpoint
from payments.webhooks.endpoints import create_endpoint, delete_endpoint, update_endpoint

EventNames = Annotated[list[Text255], Field(min_length=1, max_length=100)]
EndpointUrl = Annotated[Url, Field(max_length=500)]


class DeletedWebhookEndpoint(ApiObject):
    id: str
    object: Literal["webhook_endpoint"] = "webhook_endpoint"
    deleted: Literal[True] = True


class WebhookEndpointCreateParams(Params):
    enabled_events: EventNames
    url: EndpointUrl
    api_version: Version | None = None  # the events sent to it are stamped with it
    connect: Truth = False
    description: ClearableText = ""
    metadata: Metadata = {}


class WebhookEndpointUpdateParams(Params):
    enabled_events: EventNames | None = None
    url: EndpointUrl | None = None
    disabled: Truth | None = None
    description: ClearableText = ""
    metadata: Metadata = {}


def create(call: Call[WebhookEndpointCreateParams]) -> Answer:
    """The secret is in this answer and in no other."""
    params = call.params
    if params.connect and not call.caller.is_platform:
        raise ApiError("Only the platform can listen to connected accounts.", param="connect")
    try:
        endpoint, secret = create_endpoint(
            url=params.url,
            enabled_events=params.enabled_events,
            livemode=call.caller.livemode,
            payee_id=call.caller.account,
            connect=params.connect,
            description=params.description,
            metadata=merged({}, params.metadata, False),
            api_version=params.api_version or "",
        )
    except DomainError as error:
        raise _refused(error) from None
    return replace(webhook_endpoint.render(endpoint), secret=secret)


def retrieve(call: Call[Params]) -> Answer:
    return _own(call)


def update(call: Call[WebhookEndpointUpdateParams]) -> Answer:
    params = call.params
    endpoint = _own(call)
    metadata = merged(endpoint.metadata, params.metadata, not params.metadata) if params.given("metadata") else None
    try:
        return update_endpoint(
            endpoint_id=endpoint.pk,
            url=params.url,
            enabled_events=params.enabled_events,
            is_enabled=None if params.disabled is None else not params.disabled,
            description=params.description if params.given("description") else None,
            metadata=metadata,
        )
    except DomainError as error:
        raise _refused(error) from None


def delete(call: Call[Params]) -> Answer:
    endpoint = _own(call)
    delete_endpoint(endpoint_id=endpoint.pk)
    return DeletedWebhookEndpoint(id=endpoint.pk)


def _own(call: Call[Any]) -> WebhookEndpoint:
    endpoint: WebhookEndpoint = call.own("webhook_endpoint", "webhook_endpoint")
    if endpoint.deleted_at is not None:
        raise resource_missing("webhook_endpoint", endpoint.pk, param="webhook_endpoint")
    return endpoint


def _refused(error: DomainError) -> ApiError:
    """Refusals with Stripe's messages, which programs read."""
    if error.code == "EVENT_UNKNOWN":
        name = error.params.get("name", "")
        return ApiError(
            f"The event type '{name}' is not one of Stripe's; docs/payments.md lists those that are sent, or use '*'.",
            param="enabled_events",
        )
    if error.code == "URL_INVALID":
        return ApiError(f"Invalid URL: {error.message}", code="url_invalid", param="url")
    return from_domain(error)


def _narrow(call: Call[ListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(deleted_at=None)


PATH = "/v1/webhook_endpoints"
ONE = PATH + "/{webhook_endpoint}"
_NAME, _SHAPE = "webhook_endpoints", "WebhookEndpoint"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint(
        "POST", PATH, _NAME, WebhookEndpointCreateParams, _SHAPE, create, "Create a webhook endpoint", has_secret=True
    ),
    listing(PATH, "webhook_endpoint", ListParams, _narrow, "List webhook endpoints"),
    Endpoint("GET", ONE, _NAME, Params, _SHAPE, retrieve, "Retrieve a webhook endpoint"),
    Endpoint("POST", ONE, _NAME, WebhookEndpointUpdateParams, _SHAPE, update, "Update a webhook endpoint"),
    Endpoint(
        "DELETE", ONE, _NAME, Params, "DeletedWebhookEndpoint", delete, "Delete a webhook endpoint",
        shape=DeletedWebhookEndpoint,
    ),
]  # fmt: skip
