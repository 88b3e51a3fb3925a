"""An event was recorded: one delivery for each endpoint that asked for it."""

from core import clock
from core.models import Event
from core.outbox import subscribe
from payments.events.store import API_EVENT
from payments.events.subscribers import subscribers
from payments.models import ApiEvent, WebhookDelivery, WebhookEndpoint
from payments.webhooks.jobs import deliver_soon
from payments.webhooks.states import NOT_SENT, PENDING


@subscribe(API_EVENT, "payments.deliver_webhooks")
def event_recorded(event: Event) -> None:
    """Heard twice it adds nothing: a delivery is once an endpoint and event."""
    api_event = ApiEvent.objects.get(pk=event.payload["id"])
    WebhookDelivery.objects.bulk_create(
        [_delivery(endpoint, api_event) for endpoint in subscribers(api_event)],
        ignore_conflicts=True,
    )
    for delivery_id, endpoint_id in api_event.deliveries.filter(status=PENDING).values_list("pk", "endpoint_id"):
        deliver_soon(delivery_id, endpoint_id)


def _delivery(endpoint: WebhookEndpoint, event: ApiEvent) -> WebhookDelivery:
    """To be sent now; to an endpoint that is off, logged as not sent."""
    now = clock.now()
    if endpoint.is_enabled:
        return WebhookDelivery(endpoint=endpoint, event=event, next_try_at=now)
    return WebhookDelivery(endpoint=endpoint, event=event, status=NOT_SENT, ended_at=now)
