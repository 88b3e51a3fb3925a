"""Publishing events: to handlers of the rooms above (they take the id and read again) and to webhook endpoints.

Types that Stripe knows are also stored as events of the API, with the object as it was rendered at that moment.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.models import Model

from core import outbox
from core.rows import Batch
from payments.events.serializers import balance, charge, payment_intent
from payments.events.serializers.registry import kind_named, render
from payments.events.store import PendingEvent, record_event, record_events
from payments.events.types import EVENT_TYPES
from payments.models import Attempt, Payee, PaymentIntent, Refund, Transfer

SUCCEEDED = "payment_intent.succeeded"
PAYMENT_FAILED = "payment_intent.payment_failed"
CANCELED = "payment_intent.canceled"
REVIEW_OPENED = "payment_intent.review_opened"
REVIEW_CLOSED = "payment_intent.review_closed"
PAID_AFTER_CANCEL = "payment_intent.paid_after_cancel"
REFUND_CREATED = "refund.created"
REFUND_UPDATED = "refund.updated"
REFUND_FAILED = "refund.failed"
INTENT_CREATED = "payment_intent.created"
REQUIRES_ACTION = "payment_intent.requires_action"
PROCESSING = "payment_intent.processing"
CHARGE_SUCCEEDED = "charge.succeeded"
CHARGE_FAILED = "charge.failed"
CHARGE_REFUNDED = "charge.refunded"
CHARGE_REFUND_UPDATED = "charge.refund.updated"
CHARGE_UPDATED = "charge.updated"
FEE_CREATED = "application_fee.created"
FEE_REFUNDED = "application_fee.refunded"
BALANCE_AVAILABLE = "balance.available"
TRANSFER_CREATED = "transfer.created"
TRANSFER_REVERSED = "transfer.reversed"
TRANSFER_UPDATED = "transfer.updated"
PAYOUT_CREATED = "payout.created"
PAYOUT_UPDATED = "payout.updated"
PAYOUT_PAID = "payout.paid"
PAYOUT_FAILED = "payout.failed"
PAYOUT_CANCELED = "payout.canceled"
ACCOUNT_UPDATED = "account.updated"
SESSION_COMPLETED = "checkout.session.completed"
SESSION_EXPIRED = "checkout.session.expired"


def publish(event_type: str, intent: PaymentIntent, **more: Any) -> None:
    """Emit an event of an intent, locked and saved, in the transaction of its cause."""
    _emit(event_type, intent, more)
    if event_type in EVENT_TYPES:
        record_events([_of_intent(event_type, intent)])


def publish_succeeded(intent: PaymentIntent, attempt: Attempt, line: str | None, batch: Batch) -> None:
    """The locked intent has succeeded by this attempt, as the batch writes; so are the events.

    `line` is the balance transaction of the money.
    """
    _emit(SUCCEEDED, intent, {}, batch)
    shown = charge.render_new(attempt, line).as_json()
    record_events([PendingEvent(CHARGE_SUCCEEDED, attempt, shown=shown), _of_intent(SUCCEEDED, intent)], batch)


def publish_charge_failed(attempt: Attempt) -> None:
    """The attempt of a locked intent has failed."""
    record_events([PendingEvent(CHARGE_FAILED, attempt, shown=charge.render_new(attempt, None).as_json())])


def _of_intent(event_type: str, intent: PaymentIntent) -> PendingEvent:
    return PendingEvent(event_type, intent, shown=payment_intent.render(intent).as_json())


def _emit(event_type: str, intent: PaymentIntent, more: Mapping[str, Any], batch: Batch | None = None) -> None:
    payload = {
        "id": intent.pk,
        "status": str(intent.status),
        "amount": intent.amount,
        "transfer_group": intent.transfer_group,
        "payment_method_type": intent.payment_method_type,
    }
    outbox.publish(event_type, payload | dict(more), batch)


def publish_refund(
    event_type: str, intent: PaymentIntent, refund: Refund, was: Mapping[str, Any] | None = None
) -> None:
    """Publish an event of a refund; its "id" is the intent's, as in every event of this room for rooms above.

    `was` is the refund as rendered before: an update lists what changed.
    """
    more = {
        "refund": refund.pk,
        "refund_amount": refund.amount,
        "refund_status": str(refund.status),
        "reason": refund.reason,
        "reference": refund.reference,
    }
    _emit(event_type, intent, more)
    if event_type == REFUND_CREATED:
        record_event(event_type, refund)
        record_event(CHARGE_REFUNDED, refund.attempt)
        return
    shown = render(refund)
    previous = previous_attributes(was or shown, shown)
    own = previous if event_type == REFUND_UPDATED else None
    record_events(
        [
            PendingEvent(event_type, refund, own, shown),
            PendingEvent(CHARGE_REFUND_UPDATED, refund, previous, shown),
        ]
    )


def publish_object(event_type: str, row: Model) -> None:
    """Record an event of any object of the API. The rooms above receive events of intents and refunds only."""
    record_event(event_type, row)


@contextmanager
def updating(*event_types: str, rows: Sequence[Model]) -> Iterator[None]:
    """Record `*.updated` events of the rows that the block changes, each with what changed as it was before.

    An unchanged row publishes nothing. The rows are locked by the caller and saved inside the block.
    """
    before = [render(row) for row in rows]
    yield
    for row, was in zip(rows, before, strict=True):
        shown = render(row)
        if changed := previous_attributes(was, shown):
            record_events([PendingEvent(event_type, row, changed, shown) for event_type in event_types])


def publish_fee(event_type: str, transfer: Transfer) -> None:
    """Record an event of the operator's commission on a transfer."""
    kind = kind_named("application_fee")
    shown = kind.render(kind.rows().get(pk=transfer.pk))
    record_events([PendingEvent(event_type, transfer, shown=shown)])


def publish_balance_available(payee: Payee) -> None:
    """Record that money of a payee has become available, with its present balance."""
    shown = balance.render(balance.balance_of(payee.pk, payee.livemode), payee.livemode).as_json()
    record_events([PendingEvent(BALANCE_AVAILABLE, payee, shown=shown)])


def previous_attributes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of the old rendering that differ from the new one.

    Of a nested hash only the changed names, of a list the whole old list; a name that did not exist is null.
    """
    changed: dict[str, Any] = {}
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if inside := previous_attributes(old, new):
                changed[name] = inside
        elif old != new:
            changed[name] = old
    return changed
