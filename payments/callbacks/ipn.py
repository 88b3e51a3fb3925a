"""A provider's call to us (instant payment notification): verified, applied, and answered in the provider's format."""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from core.errors import NotFound
from core.logs.security import Event, record_event
from payments.base.locks import lock_attempt
from payments.base.provider_messages import log_provider_message
from payments.intents.services.complete_attempt import Completion, complete_locked
from payments.models import Attempt, ConfirmationSource, MessageKind, PaymentIntent, ReviewReason
from payments.providers import callbacks_of
from payments.providers.base import CallbackAnswer, CallbackMessage, Callbacks, Verdict

logger = logging.getLogger(__name__)


@csrf_exempt  # a server calls, with a signature and no cookie
def ipn(request: HttpRequest, provider: str) -> HttpResponse:
    """GET or POST /payments/<provider>/ipn"""
    callbacks = callbacks_of(provider)
    if callbacks is None:
        raise Http404
    if request.method != callbacks.method:
        return HttpResponseNotAllowed([callbacks.method])
    return JsonResponse(answer(provider, request.GET if callbacks.method == "GET" else request.POST))


def answer(provider: str, params: Mapping[str, str]) -> Mapping[str, str]:
    """The provider's own answer to one call. A failed payment is acknowledged too: the answer says "received", not
    "paid".

    Signature, reference, amount and state are checked in this order; until all have passed only the message is stored.
    An error of ours rolls everything back, and the provider calls again.
    """
    callbacks = callbacks_of(provider)
    if callbacks is None:
        raise LookupError(f"{provider} makes no calls")
    message = callbacks.read(params)
    try:
        with transaction.atomic():
            return _process(provider, callbacks, message).body
    except Exception:  # after any error the provider must get an answer that makes it call again
        logger.exception("IPN of %s %r", provider, message.reference[:100])
        return callbacks.answer(Verdict.ERROR).body


def _process(provider: str, callbacks: Callbacks, message: CallbackMessage) -> CallbackAnswer:
    verdict, attempt, reason = _judge(provider, message)
    answer = callbacks.answer(verdict)
    log_provider_message(
        provider=provider,
        kind=MessageKind.IPN,
        reference=message.reference,
        attempt=attempt,
        payload=message.fields,
        signature_ok=message.signature_ok,
        answer=answer.code,
        review_reason=reason,
        is_locked=True,
    )
    return answer


def _judge(provider: str, message: CallbackMessage) -> tuple[Verdict, Attempt | None, str]:
    """The verdict on a message, its attempt, and the reason for a review ("": none)."""
    if not message.signature_ok:
        record_event(Event.SIGNATURE_REFUSED, provider=provider)
        return Verdict.BAD_SIGNATURE, None, ""
    locked = _locked(provider, message)
    if locked is None or not message.is_ours:
        return Verdict.UNKNOWN_REFERENCE, None, ReviewReason.UNKNOWN_REFERENCE
    intent, attempt = locked
    if not message.is_for(attempt.amount):
        return Verdict.WRONG_AMOUNT, attempt, ReviewReason.WRONG_AMOUNT
    completion = complete_locked(intent, attempt, message.result(), ConfirmationSource.IPN)
    if completion in (Completion.APPLIED, Completion.NOT_FINAL):
        return Verdict.RECEIVED, attempt, ""
    return Verdict.ALREADY_CLOSED, attempt, ReviewReason.CONFLICT if completion is Completion.CONFLICT else ""


def _locked(provider: str, message: CallbackMessage) -> tuple[PaymentIntent, Attempt] | None:
    """The provider's attempt of this reference under the lock of its intent: it is read once."""
    try:
        intent, attempt = lock_attempt(message.reference.replace("\x00", ""))
    except NotFound:
        return None
    return (intent, attempt) if attempt.provider == provider else None
