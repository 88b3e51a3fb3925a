"""Background work of the webhooks: a job for each delivery, and a sweep for those that are due again."""

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from core import clock
from core.jobs import app
from payments.models import DeliveryStatus, WebhookDelivery
from payments.webhooks import deliver

AT_ONCE = 50  # jobs an endpoint and sweep: the rest is due at the next one
SLOW = "slow"
_BEHIND = -1  # after every job on which a buyer waits


@app.task(name="payments.deliver_webhook", queue="webhooks")
def deliver_webhook(delivery_id: int, endpoint_id: str, lane: str = "") -> None:
    """One try. What was queued before its endpoint turned out to be slow goes to the slow lane instead."""
    if lane != SLOW and deliver.is_slow(endpoint_id):
        deliver_soon(delivery_id, endpoint_id)
        return
    deliver.deliver(delivery_id)


def deliver_soon(delivery_id: int, endpoint_id: str) -> None:
    """Have a delivery tried by a worker. All endpoints that do not answer share one worker, so that they hold up
    neither the others nor anything else."""
    lane = SLOW if deliver.is_slow(endpoint_id) else ""
    try:
        with transaction.atomic():  # a refused second job must not spoil the caller's transaction
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
    """Every 20 seconds: what is to be tried again, and what a worker that died left behind.

    Endpoint by endpoint, so that one with a long queue keeps none of the others waiting.
    """
    due = WebhookDelivery.objects.filter(status=DeliveryStatus.PENDING, next_try_at__lte=clock.now())
    for endpoint_id in list(due.order_by("endpoint_id").values_list("endpoint_id", flat=True).distinct()):
        first = due.filter(endpoint_id=endpoint_id).order_by("next_try_at", "pk")
        for delivery_id in list(first.values_list("pk", flat=True)[:AT_ONCE]):
            deliver_soon(delivery_id, endpoint_id)
