"""Write down that something happened, as it looked in that moment, in the transaction of its cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from core import outbox, rows
from core.identifiers import new_id
from payments.base.current_request import caller
from payments.events.serializers import API_VERSION, render
from payments.events.subscribers import has_subscribers, subscribers
from payments.models import ApiEvent, Attempt, CheckoutSession, Payee, PaymentIntent, Payout, Refund

API_EVENT = "payments.api_event"


@dataclass(frozen=True)
class PendingEvent:
    """An event `type` of a row of the API (an intent, an attempt that is a charge, a transfer, …)."""

    type: str
    row: Model
    previous: Mapping[str, Any] | None = None  # the attributes that changed, as they were rendered before
    shown: Mapping[str, Any] | None = None  # the row as it is now, where its teller has rendered it; else it is read


def record_event(event_type: str, row: Model) -> ApiEvent:
    """Write one event; see `record_events`."""
    return record_events([PendingEvent(event_type, row)])[0]


def record_events(happened: Sequence[PendingEvent]) -> list[ApiEvent]:
    """Write events of one mode in their order. Whoever listens now will hear them: where nobody does, nothing else is
    written."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{happened[0].type} must be recorded in the transaction of its cause")
    events = [_event(one) for one in happened]
    rows.insert_all(events)
    if has_subscribers(events[0].livemode):
        for event in events:
            if subscribers(event).exists():
                outbox.publish(API_EVENT, {"id": event.pk})
    return events


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
    """Whose event it is: a payee's where the thing is the payee's own, else the platform's (None)."""
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
