"""What is told to others, broken past every guard."""

from core import clock
from payments.models import (
    ApiEvent,
    Payee,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.marketplace.broken import breaks


def insert_delivery(endpoint_of: str | None = None, event_of: str | None = None, **changes: object) -> None:
    """A delivery of an event to an endpoint: of the platform, or of a payee."""
    common = {"livemode": False}
    event = ApiEvent.objects.create(id="evt_1", type="charge.succeeded", data={}, payee_id=event_of, **common)
    endpoint = WebhookEndpoint.objects.create(id="we_1", enabled_events=["*"], payee_id=endpoint_of, **common)
    row = {"status": "pending", "next_try_at": clock.now()} | changes
    WebhookDelivery.objects.create(endpoint=endpoint, event=event, **row)


@breaks("payments.webhooks-tell-their-own", "a payee that hears the platform")
def _() -> None:
    insert_delivery(endpoint_of=Payee.objects.first().pk)


@breaks("payments.webhooks-tell-their-own", "the platform's own endpoint that hears a payee")
def _() -> None:
    insert_delivery(event_of=Payee.objects.first().pk)


@breaks("payments.webhooks-tell-their-own", "a payee that hears another")
def _() -> None:
    first, second = Payee.objects.order_by("pk")[:2]
    insert_delivery(endpoint_of=first.pk, event_of=second.pk)


@breaks("payments.webhooks-tell-their-own", "a connect endpoint that hears the platform")
def _() -> None:
    insert_delivery()
    WebhookEndpoint.objects.update(connect=True)


@breaks("payments.webhooks-tell-their-own", "live events at a test endpoint")
def _() -> None:
    insert_delivery()
    ApiEvent.objects.update(livemode=True)


@breaks("payments.webhook-log-adds-up", "a try that is not in the log")
def _() -> None:
    insert_delivery(tries=1)


@breaks("payments.webhook-log-adds-up", "heard, by nobody's word")
def _() -> None:
    insert_delivery(status="delivered", next_try_at=None, ended_at=clock.now())


@breaks("payments.webhook-log-adds-up", "waiting for ever")
def _() -> None:
    insert_delivery(next_try_at=None)


@breaks("payments.webhook-log-adds-up", "not sent, and yet it was")
def _() -> None:
    insert_delivery(tries=1, status="not_sent", next_try_at=None, ended_at=clock.now())
    WebhookDelivery.objects.get().log.create(status_code=500, milliseconds=1)


@breaks("payments.webhooks-off-say-why", "off for no reason")
def _() -> None:
    insert_delivery()
    WebhookEndpoint.objects.update(is_enabled=False)


@breaks("payments.webhooks-off-say-why", "on with a reason to be off")
def _() -> None:
    insert_delivery()
    WebhookEndpoint.objects.update(disabled_reason="requested")
