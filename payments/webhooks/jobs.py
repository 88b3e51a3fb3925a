"""Background jobs of webhooks: the deliveries of an event, one job for each, and a sweep of those due again."""

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from core import clock
from core.jobs import app
from core.models import Event
from core.outbox import subscribe
from payments.events.store import API_EVENT, subscribers
from payments.models import ApiEvent, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from payments.webhooks import deliver
from payments.webhooks.delete_old_events import delete_old_events as delete_old

AT_ONCE = 50  # jobs per endpoint and sweep: the rest is due at the next sweep
SLOW = "slow"
_BEHIND = -1  # after every job that a buyer waits for


@app.task(name="payments.deliver_webhook", queue="webhooks")
def deliver_webhook(delivery_id: int, endpoint_id: str, lane: str = "") -> None:
    """One try. A job queued before its endpoint became slow is moved to the slow queue."""
    if lane != SLOW and deliver.is_slow(endpoint_id):
        deliver_soon(delivery_id, endpoint_id)
        return
    deliver.deliver(delivery_id)


def deliver_soon(delivery_id: int, endpoint_id: str) -> None:
    """Enqueue a delivery. Endpoints that do not answer share one worker, so that they delay nothing else."""
    lane = SLOW if deliver.is_slow(endpoint_id) else ""
    try:
        with transaction.atomic():  # a refused duplicate job must not abort the caller's transaction
            deliver_webhook.configure(
                lock=f"payments.webhook:{lane}" if lane else None,
                queueing_lock=f"payments.webhook:{delivery_id}",
                priority=_BEHIND,
            ).defer(delivery_id=delivery_id, endpoint_id=endpoint_id, lane=lane)
    except AlreadyEnqueued:
        pass


@app.periodic(cron="* * * * * */20")  # a sixth field, of seconds, comes last
@app.task(name="payments.deliver_webhooks_due", queue="webhooks", queueing_lock="payments.deliver_webhooks_due")
def deliver_webhooks_due(timestamp: int) -> None:
    """Every 20 seconds: enqueue retries, and deliveries that a dead worker left.

    Endpoint by endpoint, so that a long queue of one delays no other.
    """
    due = WebhookDelivery.objects.filter(status=DeliveryStatus.PENDING, next_try_at__lte=clock.now())
    for endpoint_id in list(due.order_by("endpoint_id").values_list("endpoint_id", flat=True).distinct()):
        first = due.filter(endpoint_id=endpoint_id).order_by("next_try_at", "pk")
        for delivery_id in list(first.values_list("pk", flat=True)[:AT_ONCE]):
            deliver_soon(delivery_id, endpoint_id)


@app.periodic(cron="7 20 * * *")
@app.task(name="payments.delete_old_events", queue="default", queueing_lock="payments.delete_old_events")
def delete_old_events(timestamp: int) -> None:
    """Every night (03:07 in Việt Nam): delete events after 30 days."""
    delete_old()


@subscribe(API_EVENT, "payments.deliver_webhooks")
def event_recorded(event: Event) -> None:
    """Make one delivery for each endpoint that is subscribed to its type. Idempotent; nothing once it is deleted."""
    api_event = ApiEvent.objects.filter(pk=event.payload["id"]).first()
    if api_event is None:
        return
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
