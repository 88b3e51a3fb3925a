"""Record events as they looked at their moment, in the transaction of their cause.

An event that a request of the API causes has the request's id and key, as Stripe's events do.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from core import outbox
from core.identifiers import new_id
from core.rows import Batch, require_transaction
from payments.events.serializers.registry import API_VERSION, render
from payments.events.types import ALL
from payments.models import ApiEvent, Attempt, CheckoutSession, Payee, PaymentIntent, Payout, Refund, WebhookEndpoint

API_EVENT = "payments.api_event"


@dataclass(frozen=True)
class Caller:
    """A request of the API; both empty where our own code acts."""

    request_id: str = ""  # req_…
    idempotency_key: str = ""


_NO_CALLER = Caller()
_caller: ContextVar[Caller] = ContextVar("payments_caller", default=_NO_CALLER)


def caller() -> Caller:
    """The API request that is being executed."""
    return _caller.get()


@contextmanager
def calling(request_id: str, idempotency_key: str = "") -> Iterator[None]:
    """Attribute events published inside to this request."""
    token = _caller.set(Caller(request_id, idempotency_key))
    try:
        yield
    finally:
        _caller.reset(token)


@dataclass(frozen=True)
class PendingEvent:
    """An event `type` of a row of the API (an intent, an attempt that is a charge, a transfer, …)."""

    type: str
    row: Model
    previous: Mapping[str, Any] | None = None  # the attributes that changed, as they were rendered before
    shown: Mapping[str, Any] | None = None  # the row as it is now, where the publisher has rendered it; else it is read


def record_event(event_type: str, row: Model) -> ApiEvent:
    """Write one event; see `record_events`."""
    return record_events([PendingEvent(event_type, row)])[0]


def record_events(happened: Sequence[PendingEvent], batch: Batch | None = None) -> list[ApiEvent]:
    """Write events of one mode in their order. Without a subscriber nothing else is written.

    With a batch they are written by it.
    """
    require_transaction(f"{happened[0].type} is recorded")
    events = [_event(one) for one in happened]
    own = batch or Batch()
    own.insert(events)
    has_subscribers = own.ask(_SOMEONE, [events[0].livemode])
    own.then(lambda: _announce(events) if has_subscribers.value else None)
    if batch is None:
        own.write()
    return events


# Whether any endpoint of a mode is subscribed to any event; most often there is none.
_SOMEONE = "SELECT EXISTS (SELECT FROM payments_webhookendpoint WHERE deleted_at IS NULL AND livemode = %s)"


def _announce(events: Sequence[ApiEvent]) -> None:
    numbers = dict(ApiEvent.objects.filter(pk__in=[event.pk for event in events]).values_list("pk", "sequence"))
    for event in events:
        event.sequence = numbers[event.pk]
        if subscribers(event).exists():
            outbox.publish(API_EVENT, {"id": event.pk})


def _event(one: PendingEvent) -> ApiEvent:
    data: dict[str, Any] = {"object": dict(one.shown) if one.shown is not None else render(one.row)}
    if one.previous is not None:
        data["previous_attributes"] = dict(one.previous)
    return ApiEvent(
        id=new_id("evt"),
        livemode=_livemode(one.row),
        payee_id=owner(one.row),
        type=one.type,
        api_version=API_VERSION,
        data=data,
        request_id=caller().request_id,
        idempotency_key=caller().idempotency_key,
    )


def owner(row: Model) -> str | None:
    """The owner of an event: the payee of its object, else the platform (None)."""
    match row:
        case Payee():
            return row.pk
        case PaymentIntent() | Payout() | CheckoutSession():
            return row.payee_id
        case Attempt() | Refund():
            return row.intent.payee_id
        case _:
            return None


def _livemode(row: Model) -> bool:
    return bool(row.intent.livemode if isinstance(row, Attempt) else row.livemode)  # type: ignore[attr-defined]


def enabled() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(is_enabled=True, deleted_at=None)


def subscribers(event: ApiEvent) -> QuerySet[WebhookEndpoint]:
    """Endpoints that existed before the event, of its mode and account, and subscribed to its type.

    Disabled ones too: their events are logged as not sent.
    """
    own = Q(payee=event.payee_id, connect=False) if event.payee_id else Q(payee=None, connect=False)
    whose = own | Q(payee=None, connect=True) if event.payee_id else own
    asked = Q(enabled_events__contains=[event.type]) | Q(enabled_events__contains=[ALL])
    there = WebhookEndpoint.objects.filter(deleted_at=None, livemode=event.livemode, sequence__lt=event.sequence)
    return there.filter(whose, asked).order_by("sequence")


def may_receive(endpoint: WebhookEndpoint, event: ApiEvent) -> bool:
    """Whether an endpoint is of the event's mode and account, whatever it is subscribed to."""
    if endpoint.livemode != event.livemode:
        return False
    if endpoint.connect:
        return event.payee_id is not None
    return endpoint.payee_id == event.payee_id
