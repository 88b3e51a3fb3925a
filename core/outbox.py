"""The transactional outbox: an event is written with its cause and delivered at least once.

`publish` writes the event and one delivery per handler in the caller's transaction. The worker takes a delivery under a
row lock and commits the handler's effect together with `done_at`: after `kill -9` at any moment both exist or neither,
and the sweep retries.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from core import clock, rows
from core.compiled_queries import compiled_query
from core.models import Delivery, Event
from core.rows import Batch, require_transaction

logger = logging.getLogger(__name__)
Handler = Callable[[Event], None]

DELIVER_TASK = "core.deliver_event"  # the job of core.jobs that calls `deliver`

_LONGEST_WAIT = timedelta(hours=1)
_DOUBLINGS = 12  # 2**12 seconds are longer than the longest wait; a larger power soon fits into no timedelta


@dataclass(frozen=True)
class _Registered:
    name: str
    run: Handler


_handlers: dict[str, list[_Registered]] = {}


def subscribe(event_type: str, name: str) -> Callable[[Handler], Handler]:
    """Register a handler of an event type under a name that must never change ("indicators.record_sale").

    The handler runs in its own transaction and must be idempotent: it reads the current state and relies on no order of
    events.
    """

    def register(run: Handler) -> Handler:
        known = _handlers.setdefault(event_type, [])
        if any(handler.name == name for handler in known):
            raise ValueError(f"handler {name} is registered twice for {event_type}")
        known.append(_Registered(name, run))
        return run

    return register


def publish(event_type: str, payload: Mapping[str, Any], batch: Batch | None = None) -> Event:
    """Write an event (JSON-able payload) for every handler registered for its type. Must run inside a transaction.

    With a batch the event is written by it.
    """
    return publish_all(event_type, [payload], batch)[0]


def publish_all(event_type: str, payloads: Sequence[Mapping[str, Any]], batch: Batch | None = None) -> list[Event]:
    """Write several events of one type in their order; see `publish`."""
    require_transaction(f"{event_type} is emitted")
    events = [Event(type=event_type, payload=dict(payload)) for payload in payloads]
    handlers, now = _handlers.get(event_type, []), clock.now()
    own = batch or Batch()
    for event in events:
        own.insert([event], [Delivery(event=event, handler=h.name, next_try_at=now) for h in handlers])
    if handlers:
        own.then(lambda: _defer(events))
    if batch is None:
        own.write()
    return events


def _defer(events: Sequence[Event]) -> None:
    jobs: list[JSONDict] = [{"event_id": event.pk} for event in events]
    app.configure_task(name=DELIVER_TASK, queue="events").batch_defer(*jobs)


def deliver(event_id: int) -> None:
    """Deliver one event to each handler that has not handled it yet. A failing handler does not stop the others."""
    for delivery_id in Delivery.objects.filter(event_id=event_id, done_at=None).values_list("pk", flat=True):
        _deliver_one(delivery_id)


def deliver_due(limit: int = 500) -> int:
    """Deliver what is due: the sweep, and tests. Returns how many deliveries were attempted."""
    due = (
        Delivery.objects.filter(done_at=None, next_try_at__lte=clock.now()).order_by("pk").values_list("pk", flat=True)
    )
    tried = list(due[:limit])
    for delivery_id in tried:
        _deliver_one(delivery_id)
    return len(tried)


_waiting = compiled_query(
    lambda pk: (
        Delivery.objects.select_related("event")
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, done_at=None)
    ),
    int,
)


def _deliver_one(delivery_id: int) -> None:
    try:
        with transaction.atomic():
            delivery = next(iter(_waiting(delivery_id)), None)
            if delivery is None:
                return  # done, or locked by another worker
            _handler(delivery)(delivery.event)
            delivery.done_at = clock.now()
            delivery.attempts += 1
            rows.update(delivery, "done_at", "attempts")
    except Exception as error:  # any error: the event stays and is retried
        logger.exception("delivery %s failed", delivery_id)
        _postpone(delivery_id, error)


def _handler(delivery: Delivery) -> Handler:
    """The handler of a delivery. If this worker does not know it (its code is older than the event's, or the handler
    was removed), the delivery fails and is retried: undelivered events stay pending."""
    for handler in _handlers.get(delivery.event.type, []):
        if handler.name == delivery.handler:
            return handler.run
    raise LookupError(f"no handler {delivery.handler} of {delivery.event.type} in this worker")


def _postpone(delivery_id: int, error: Exception) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.done_at is not None:
            return  # another worker has delivered it meanwhile
        delivery.attempts += 1
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        delivery.next_try_at = clock.now() + min(
            timedelta(seconds=2 ** min(delivery.attempts, _DOUBLINGS)), _LONGEST_WAIT
        )
        delivery.save(update_fields=["attempts", "last_error", "next_try_at"])
