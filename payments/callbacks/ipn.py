"""VNPay's call to us (IPN), answered in the order and words of its documentation."""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from core.logs.security import Event, record_event
from payments.base.provider_messages import log_provider_message
from payments.intents.services.complete_attempt import Completion, complete_attempt
from payments.models import Attempt, ReviewReason
from payments.providers.vnpay.messages import Message, read

logger = logging.getLogger(__name__)

MESSAGES = {
    "00": "Confirm Success",
    "01": "Order not found",
    "02": "Order already confirmed",
    "04": "Invalid amount",
    "97": "Invalid signature",
    "99": "Unknown error",
}


@csrf_exempt  # a machine calls, with a signature and no cookie: what it sends is answered in its own words
@require_GET
def ipn(request: HttpRequest) -> JsonResponse:
    """GET /payments/vnpay/ipn"""
    return JsonResponse(answer(request.GET))


def answer(params: Mapping[str, str]) -> dict[str, str]:
    """{"RspCode", "Message"} for one call. A failed payment is confirmed too: 00 says "heard", not "paid".

    Signature, reference, amount and state are checked in this order; until all have passed only the call itself is
    written. An error of ours is answered 99 with everything undone, and VNPay calls again.
    """
    message = read(params)
    try:
        with transaction.atomic():
            code = _take(message)
    except Exception:  # VNPay must get an answer that makes it call again, whatever broke
        logger.exception("IPN %r", message.reference[:100])
        code = "99"
    return {"RspCode": code, "Message": MESSAGES[code]}


def _take(message: Message) -> str:
    if not message.signature_ok:
        record_event(Event.SIGNATURE_REFUSED, provider="vnpay")
        return _keep(message, "97")
    attempt = Attempt.objects.filter(reference=message.reference.replace("\x00", ""), provider="vnpay").first()
    if attempt is None or not message.is_ours:
        return _keep(message, "01", reason=ReviewReason.UNKNOWN_REFERENCE)
    if not message.is_for(attempt.amount):
        return _keep(message, "04", attempt, reason=ReviewReason.WRONG_AMOUNT)
    completion = complete_attempt(reference=attempt.reference, result=message.result(), confirmed_by="ipn")
    if completion is Completion.APPLIED:
        return _keep(message, "00", attempt)
    is_conflict = completion is Completion.CONFLICT
    return _keep(message, "02", attempt, reason=ReviewReason.CONFLICT if is_conflict else "")


def _keep(message: Message, code: str, attempt: Attempt | None = None, reason: str = "") -> str:
    log_provider_message(
        provider="vnpay",
        kind="ipn",
        reference=message.reference,
        attempt=attempt,
        payload=message.fields,
        signature_ok=message.signature_ok,
        answer=code,
        review_reason=reason,
    )
    return code
