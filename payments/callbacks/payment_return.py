"""The buyer's return from a provider's page: verified and shown. It never completes a payment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core import clock
from core.logs.security import Event, record_event
from payments.base.provider_messages import log_provider_message
from payments.base.return_address import with_query
from payments.intents.jobs import poll_soon
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, IntentStatus, Origin
from payments.providers import callbacks_of
from payments.providers import provider as provider_of
from payments.providers.base import CallbackMessage

_FRESH = timedelta(minutes=15)


@dataclass(frozen=True)
class ReturnView:
    """What the page may show. Without a valid signature it shows nothing about a payment."""

    signature_ok: bool
    intent_id: str | None = None
    reference: str | None = None
    proves_buyer: bool = False  # the first use of a recent return: this browser has just come from the provider
    decline_code: str = ""  # what the browser claims; only the intent's state counts
    waiting: bool = False  # the provider's result has not come yet; a status query is enqueued
    is_from_api: bool = False  # not a checkout of the shop: the buyer goes on to the page of whoever asked for it
    return_to: str = ""  # that page, with the result of the payment; "" where none was given


def read_return(provider: str, params: Mapping[str, str]) -> ReturnView | None:
    """Read a return; where the payment is still open, enqueue a status query. None where the provider returns no
    buyers.
    """
    callbacks = callbacks_of(provider)
    if callbacks is None:
        return None
    message = callbacks.read(params)
    if not message.signature_ok:
        record_event(Event.SIGNATURE_REFUSED, provider=provider, reason="return")
        _keep(provider, message, None)
        return ReturnView(signature_ok=False)
    found = Attempt.objects.select_related("intent").filter(reference=message.reference.replace("\x00", ""))
    attempt = found.filter(provider=provider).first() if message.is_ours else None
    _keep(provider, message, attempt)
    if attempt is None:
        return ReturnView(signature_ok=True)
    # Also of a cancelled intent: a late payment must be found and refunded.
    waiting = attempt.status == AttemptStatus.OPEN
    if waiting:
        poll_soon(attempt.reference)
    return ReturnView(
        signature_ok=True,
        intent_id=attempt.intent_id,
        reference=attempt.reference,
        proves_buyer=_is_fresh(message, attempt) and _first_use(attempt),
        decline_code=provider_of(provider).decline_code(message.response_code),
        waiting=waiting and attempt.intent.status in OPEN_STATUSES,
        is_from_api=attempt.intent.origin == Origin.API,
        return_to=_return_to(attempt),
    )


def _is_fresh(message: CallbackMessage, attempt: Attempt) -> bool:
    """Whether the provider signed it at most 15 minutes ago; without a time the start of the attempt counts."""
    return abs(clock.now() - (message.signed_at or attempt.created_at)) <= _FRESH


def _first_use(attempt: Attempt) -> bool:
    """Mark the return as used: true for one request only, also of two concurrent ones."""
    unused = Attempt.objects.filter(pk=attempt.pk, returned_at=None)
    return unused.update(returned_at=clock.now()) == 1


def _return_to(attempt: Attempt) -> str:
    """The caller's own page, with Stripe's parameters. Their values are what we know, not what the browser claims."""
    intent = attempt.intent
    if intent.origin != Origin.API or not intent.return_url:
        return ""
    if intent.status == IntentStatus.SUCCEEDED:
        redirect_status = "succeeded"
    elif attempt.status == AttemptStatus.FAILED or intent.status == IntentStatus.CANCELED:
        redirect_status = "failed"
    else:
        redirect_status = "pending"
    parameters = {
        "payment_intent": intent.pk,
        "payment_intent_client_secret": intent.client_secret,
        "redirect_status": redirect_status,
    }
    return with_query(intent.return_url, parameters)


def _keep(provider: str, message: CallbackMessage, attempt: Attempt | None) -> None:
    log_provider_message(
        provider=provider,
        kind="return",
        reference=message.reference,
        attempt=attempt,
        payload=message.fields,
        signature_ok=message.signature_ok,
    )
