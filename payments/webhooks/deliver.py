"""Bring one event to one endpoint: claim, call, write down what came of it.

The call happens outside of any transaction. A worker that dies between the call and the note has claimed the delivery
for a minute only: then it is sent again (at least once, never lost).
"""

from datetime import timedelta
from typing import cast

import orjson
from django.db import transaction

from core import clock
from core.encryption import DecryptionError, decrypt
from core.errors import DomainError
from core.locks import lock_row
from payments.events.serializers import render
from payments.models import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from payments.webhooks import addresses, signing
from payments.webhooks.call import Answer, call
from payments.webhooks.demo import demo_secret, signs_demo
from payments.webhooks.schedule import next_try
from payments.webhooks.services.disable_unheard import disable_failing_endpoint
from payments.webhooks.states import DELIVERED, FAILED, NOT_SENT, PENDING

CLAIM = timedelta(minutes=1)  # longer than a call can take


def deliver(delivery_id: int) -> None:
    """Try a delivery that is due; nothing where it is not due (any more), or another worker is at it."""
    now = clock.now()
    due = WebhookDelivery.objects.filter(pk=delivery_id, status=PENDING, next_try_at__lte=now)
    if not due.update(next_try_at=now + CLAIM):
        return
    delivery = WebhookDelivery.objects.select_related("endpoint", "event").get(pk=delivery_id)
    if not accepts(delivery.endpoint):
        _end(delivery_id, FAILED if delivery.tries else NOT_SENT)
        return
    if _note(delivery_id, _send(delivery)) == FAILED:
        disable_failing_endpoint(delivery_id=delivery_id)


def accepts(endpoint: WebhookEndpoint) -> bool:
    """Whether it wants to be called at all."""
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
    if signs_demo(endpoint.livemode):
        secrets.append(demo_secret())
    body = orjson.dumps(render(delivery.event), option=orjson.OPT_INDENT_2)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "ChoXa-Webhooks/1.0",
        "Accept": "*/*",
        "Cache-Control": "no-cache",
        "Stripe-Signature": signing.header(body, secrets, int(clock.now().timestamp())),
    }
    return call(target, body, headers)


def _note(delivery_id: int, answer: Answer) -> str:
    """The try into the log, and what follows from it, in one transaction; how the delivery stands now."""
    with transaction.atomic():
        delivery = cast(WebhookDelivery, lock_row(WebhookDelivery.objects.filter(pk=delivery_id)))
        delivery.log.create(status_code=answer.status_code, milliseconds=answer.milliseconds, answer=answer.text)
        delivery.tries += 1
        if delivery.status == PENDING:
            now = clock.now()
            delivery.next_try_at = None if answer.accepted else next_try(delivery.created_at, delivery.tries, now)
            if delivery.next_try_at is None:
                delivery.status = DELIVERED if answer.accepted else FAILED
                delivery.ended_at = now
        delivery.save(update_fields=["tries", "status", "next_try_at", "ended_at"])
        return str(delivery.status)


def _end(delivery_id: int, status: str) -> None:
    waiting = WebhookDelivery.objects.filter(pk=delivery_id, status=PENDING)
    waiting.update(status=status, next_try_at=None, ended_at=clock.now())


def is_slow(endpoint_id: str) -> bool:
    """Whether the endpoint's last call got no answer: such ones share one worker, so that they hold up nobody else."""
    tries = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint_id).order_by("-pk")
    last = tries.values_list("status_code", "milliseconds")[:1]
    return any(status is None and milliseconds > 1_000 for status, milliseconds in last)
