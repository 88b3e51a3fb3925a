"""webhook_endpoint: an address that receives events. Its secret is shown once, by the call that created it."""

from typing import Literal

from django.db.models import QuerySet

from payments.events.serializers.base import OMITTED, ApiObject, Metadata, plain, seconds
from payments.models import WebhookEndpoint


class WebhookEndpointObject(ApiObject):
    id: str
    object: Literal["webhook_endpoint"] = "webhook_endpoint"
    api_version: str | None
    application: None = None
    created: int
    description: str | None
    disabled_reason: Literal["requested", "delivery_failures"] | None
    enabled_events: list[str]
    livemode: bool
    metadata: Metadata
    secret: str = OMITTED
    status: Literal["enabled", "disabled"]
    url: str


def rows() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(deleted_at=None)


def render(row: WebhookEndpoint) -> WebhookEndpointObject:
    return WebhookEndpointObject(
        id=row.pk,
        api_version=row.api_version or None,
        created=seconds(row.created_at),
        description=row.description or None,
        disabled_reason=row.disabled_reason or None,  # type: ignore[arg-type]
        enabled_events=list(row.enabled_events),
        livemode=row.livemode,
        metadata=plain(row.metadata),
        status="enabled" if row.is_enabled else "disabled",
        url=row.url,
    )
