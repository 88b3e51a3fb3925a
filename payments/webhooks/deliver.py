"""Deliver one event to one endpoint: claim, call, record the answer. The call is made outside of any transaction.

A worker that dies before it records the answer holds the delivery for a minute only; then it is sent again (at least
once, never lost).
"""

from datetime import datetime, timedelta
from typing import cast

import orjson
from django.db import transaction

from core import clock
from core.encryption import DecryptionError, decrypt
from core.errors import DomainError
from core.locks import lock_row
from payments.events.serializers.registry import render
from payments.models import DeliveryAttempt, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from payments.webhooks import addresses, signing
from payments.webhooks.call import Answer, call
from payments.webhooks.endpoints import disable_failing_endpoint

CLAIM = timedelta(minutes=1)  # longer than a call can take
GIVE_UP_AFTER = timedelta(days=3)
# From a failed try to the next one: after the first, the second …; then the last value repeats.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=12),
)


def deliver(delivery_id: int) -> None:
    """Try a delivery that is due; nothing where it is not due, or another worker has claimed it."""
    now = clock.now()
    due = WebhookDelivery.objects.filter(pk=delivery_id, status=DeliveryStatus.PENDING, next_try_at__lte=now)
    if not due.update(next_try_at=now + CLAIM):
        return
    delivery = WebhookDelivery.objects.select_related("endpoint", "event").get(pk=delivery_id)
    if not accepts(delivery.endpoint):
        _end(delivery_id, DeliveryStatus.FAILED if delivery.tries else DeliveryStatus.NOT_SENT)
        return
    if _note(delivery_id, _send(delivery)) == DeliveryStatus.FAILED:
        disable_failing_endpoint(delivery_id=delivery_id)


def accepts(endpoint: WebhookEndpoint) -> bool:
    """Whether the endpoint may be called."""
    return endpoint.is_enabled and endpoint.deleted_at is None


def _send(delivery: WebhookDelivery) -> Answer:
    endpoint = delivery.endpoint
    try:
        target = addresses.check(endpoint.url, livemode=endpoint.livemode)
        secrets = [decrypt(endpoint.encrypted_secret)]
    except DomainError as error:
        return Answer(None, 0, str(error))
    except DecryptionError:
        return Answer(None, 0, "the endpoint's secret was sealed with another key of this machine")
    if signing.signs_demo(endpoint.livemode):
        secrets.append(signing.demo_secret())
    event = render(delivery.event)
    if endpoint.api_version:  # as Stripe does: clients refuse events of another version than their own
        event["api_version"] = endpoint.api_version
    body = orjson.dumps(event, option=orjson.OPT_INDENT_2)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "ChoXa-Webhooks/1.0",
        "Accept": "*/*",
        "Cache-Control": "no-cache",
        "Stripe-Signature": signing.header(body, secrets, int(clock.now().timestamp())),
    }
    return call(target, body, headers)


def _note(delivery_id: int, answer: Answer) -> str:
    """Log the try and update the delivery in one transaction; returns the delivery's status."""
    with transaction.atomic():
        delivery = cast(WebhookDelivery, lock_row(WebhookDelivery.objects.filter(pk=delivery_id)))
        delivery.log.create(status_code=answer.status_code, milliseconds=answer.milliseconds, answer=answer.text)
        delivery.tries += 1
        if delivery.status == DeliveryStatus.PENDING:
            now = clock.now()
            delivery.next_try_at = None if answer.accepted else next_try(delivery.created_at, delivery.tries, now)
            if delivery.next_try_at is None:
                delivery.status = DeliveryStatus.DELIVERED if answer.accepted else DeliveryStatus.FAILED
                delivery.ended_at = now
        delivery.save(update_fields=["tries", "status", "next_try_at", "ended_at"])
        return str(delivery.status)


def next_try(created: datetime, tries: int, now: datetime) -> datetime | None:
    """The moment of the next try after `tries` (≥ 1) failed ones; None beyond three days."""
    moment = now + WAITS[min(tries, len(WAITS)) - 1]
    return moment if moment <= created + GIVE_UP_AFTER else None


def _end(delivery_id: int, status: str) -> None:
    waiting = WebhookDelivery.objects.filter(pk=delivery_id, status=DeliveryStatus.PENDING)
    waiting.update(status=status, next_try_at=None, ended_at=clock.now())


def is_slow(endpoint_id: str) -> bool:
    """Whether the endpoint's last call got no answer: such endpoints share one worker, so that they delay no other."""
    tries = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint_id).order_by("-pk")
    last = tries.values_list("status_code", "milliseconds")[:1]
    return any(status is None and milliseconds > 1_000 for status, milliseconds in last)
