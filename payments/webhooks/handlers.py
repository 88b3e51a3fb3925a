"""An event was recorded: make one delivery for each endpoint that is subscribed to its type."""

from core import clock
from core.models import Event
from core.outbox import subscribe
from payments.events.store import API_EVENT, subscribers
from payments.models import ApiEvent, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from payments.webhooks.jobs import deliver_soon


@subscribe(API_EVENT, "payments.deliver_webhooks")
def event_recorded(event: Event) -> None:
    """Idempotent: there is one delivery for each endpoint and event."""
    api_event = ApiEvent.objects.get(pk=event.payload["id"])
    WebhookDelivery.objects.bulk_create(
        [_delivery(endpoint, api_event) for endpoint in subscribers(api_event)],
        ignore_conflicts=True,
    )
    due = api_event.deliveries.filter(status=DeliveryStatus.PENDING)
    for delivery_id, endpoint_id in due.values_list("pk", "endpoint_id"):
        deliver_soon(delivery_id, endpoint_id)


def _delivery(endpoint: WebhookEndpoint, event: ApiEvent) -> WebhookDelivery:
    """Due now; for a disabled endpoint, logged as not sent."""
    now = clock.now()
    if endpoint.is_enabled:
        return WebhookDelivery(endpoint=endpoint, event=event, next_try_at=now)
    return WebhookDelivery(endpoint=endpoint, event=event, status=DeliveryStatus.NOT_SENT, ended_at=now)
