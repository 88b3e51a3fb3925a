"""webhook_endpoint: an address that hears events. Its secret is shown once, by the call that made it."""

from typing import Literal, NotRequired

from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.events.serializers.base import STRICT, Metadata, plain, seconds
from payments.models import WebhookEndpoint


@with_config(STRICT)
class WebhookEndpointObject(TypedDict):
    id: str
    object: Literal["webhook_endpoint"]
    api_version: str | None
    application: None
    created: int
    description: str | None
    disabled_reason: Literal["requested", "delivery_failures"] | None
    enabled_events: list[str]
    livemode: bool
    metadata: Metadata
    secret: NotRequired[str]
    status: Literal["enabled", "disabled"]
    url: str


def rows() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(deleted_at=None)


def render(row: WebhookEndpoint) -> WebhookEndpointObject:
    return {
        "id": row.pk,
        "object": "webhook_endpoint",
        "api_version": row.api_version or None,
        "application": None,
        "created": seconds(row.created_at),
        "description": row.description or None,
        "disabled_reason": row.disabled_reason or None,  # type: ignore[typeddict-item]
        "enabled_events": list(row.enabled_events),
        "livemode": row.livemode,
        "metadata": plain(row.metadata),
        "status": "enabled" if row.is_enabled else "disabled",
        "url": row.url,
    }
