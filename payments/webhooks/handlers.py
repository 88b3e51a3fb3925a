"""An event was recorded: one delivery for each endpoint that hears it."""

from core import clock
from core.models import Event
from core.outbox import on
from payments.models import ApiEvent, WebhookDelivery
from payments.webhooks.jobs import deliver_soon
from payments.webhooks.matching import listeners
from payments.webhooks.services.record_event import TOLD


@on(TOLD, "payments.deliver_webhooks")
def event_recorded(event: Event) -> None:
    """Heard twice it adds nothing: a delivery is once an endpoint and event."""
    told = ApiEvent.objects.get(pk=event.payload["id"])
    now = clock.now()
    WebhookDelivery.objects.bulk_create(
        [WebhookDelivery(endpoint=endpoint, event=told, next_try_at=now) for endpoint in listeners(told)],
        ignore_conflicts=True,
    )
    for delivery_id, endpoint_id in told.deliveries.filter(status="pending").values_list("pk", "endpoint_id"):
        deliver_soon(delivery_id, endpoint_id)
