"""Write down that something happened, as it looked in that moment, in the transaction of its cause."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from core import outbox
from core.codes import new_id
from payments.caller import caller
from payments.models import ApiEvent, Attempt, CheckoutSession, Payee, PaymentIntent, Payout, Refund
from payments.render import API_VERSION, render
from payments.webhooks.matching import listeners

TOLD = "payments.api_event"


def record_event(event_type: str, row: Model, previous: Mapping[str, Any] | None = None) -> ApiEvent:
    """Write the event `event_type` of a row of the API (an intent, an attempt that is a charge, a transfer, …).

    `previous` are the attributes that changed, as they were rendered before. Whoever listens now will hear it: where
    nobody does, nothing else is written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event_type} must be recorded in the transaction of its cause")
    data: dict[str, Any] = {"object": render(row)}
    if previous is not None:
        data["previous_attributes"] = dict(previous)
    event = ApiEvent(
        id=new_id("evt"),
        livemode=_livemode(row),
        payee_id=owner(row),
        type=event_type,
        api_version=API_VERSION,
        data=data,
        request_id=caller().request_id,
        idempotency_key=caller().idempotency_key,
    )
    event.save(force_insert=True)
    if listeners(event).exists():
        outbox.emit(TOLD, {"id": event.pk})
    return event


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
