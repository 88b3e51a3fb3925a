"""A test's hand on the gateway: play one outcome of one payment and say how the shop answered."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from payments.models import Attempt, PaymentIntent, SandboxPayment
from payments.providers.vnpay import read_return
from payments.providers.vnpay.config import merchant
from payments.providers.vnpay.sandbox import jobs, notify
from payments.providers.vnpay.sandbox.gateway import Refused, arrive
from payments.providers.vnpay.sandbox.outcomes import OUTCOMES, conclude

_CHOICES = {
    "outcome": ("success", "wrong_otp", "insufficient", "cancel", "expired", "suspicious"),
    "order": ("ipn_first", "return_first"),
    "ipn": ("once", "duplicate", "late", "never", "bad_signature", "wrong_amount"),
}
_DEFAULTS = {"order": "ipn_first", "ipn": "once"}
_FORGED = ("bad_signature", "wrong_amount")


class BadCommand(Exception):
    """The command cannot be read; the text says which field and why."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Command:
    txn_ref: str
    outcome: str
    order: str
    ipn: str


@csrf_exempt
@require_POST
def control(request: HttpRequest) -> JsonResponse:
    """POST /vnpay-sandbox/control {txn_ref, outcome, order, ipn} → {ipn_answers: [{RspCode, Message}], return_url}"""
    try:
        return JsonResponse(play(_read(request.body)))
    except BadCommand as error:
        return JsonResponse({"error": {"field": error.field, "message": str(error)}}, status=400)


def play(command: Command) -> dict[str, Any]:
    """Let the gateway do it. A repeated command plays again.

    Forged calls (`bad_signature`, `wrong_amount`) are somebody else's: the gateway's own record knows nothing of them.
    """
    payment = _payment(command.txn_ref)
    if command.ipn == "late":
        _move_deadline_into_past(command.txn_ref)
    if command.ipn in _FORGED:
        end = OUTCOMES[command.outcome]
        payment.response_code, payment.transaction_status = end.response_code, end.transaction_status
    else:
        payment = conclude(payment, command.outcome, again=True)
    params = notify.message(payment)
    if command.order == "return_first":
        read_return(params)  # the buyer's browser is back before the gateway calls
    return {"ipn_answers": _call(payment, command.ipn), "return_url": notify.return_address(payment, params)}


def _call(payment: SandboxPayment, ipn: str) -> list[dict[str, str]]:
    if ipn == "never":
        return []
    if ipn == "bad_signature":
        return [notify.send(notify.message(payment) | {"vnp_SecureHash": "0" * 128})]
    if ipn == "wrong_amount":
        return [notify.send(notify.message(payment, vnp_Amount=str(payment.amount + 100)))]
    return [jobs.call_until_heard(payment) for _ in range(2 if ipn == "duplicate" else 1)]


def _payment(txn_ref: str) -> SandboxPayment:
    """The gateway's record; where no browser has come by yet, the buyer is sent there first."""
    found = SandboxPayment.objects.filter(tmn_code=merchant().tmn_code, txn_ref=txn_ref).first()
    if found is not None:
        return found
    attempt = Attempt.objects.filter(provider="vnpay", reference=txn_ref).first()
    if attempt is None:
        raise BadCommand("txn_ref", "no payment was ever started under this vnp_TxnRef")
    try:
        return arrive(dict(parse_qsl(urlsplit(attempt.redirect_url).query)))
    except Refused as error:
        raise BadCommand("txn_ref", f"the gateway refuses this payment: {error.reason}") from error


def _move_deadline_into_past(txn_ref: str) -> None:
    moment = clock.now() - timedelta(seconds=1)
    Attempt.objects.filter(reference=txn_ref).update(expires_at=moment)
    PaymentIntent.objects.filter(attempts__reference=txn_ref).update(expires_at=moment)


def _read(body: bytes) -> Command:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadCommand("", f"the body is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadCommand("", "the body must be one JSON object")
    for field in given:
        if field not in ("txn_ref", *_CHOICES):
            raise BadCommand(str(field), "unknown field")
    given = _DEFAULTS | given
    txn_ref = given.get("txn_ref")
    if not isinstance(txn_ref, str) or not txn_ref or len(txn_ref) > 100 or "\x00" in txn_ref:
        raise BadCommand("txn_ref", "the payment's vnp_TxnRef is required")
    for field, choices in _CHOICES.items():
        if given.get(field) not in choices:
            raise BadCommand(field, f"one of: {', '.join(choices)}")
    return Command(txn_ref, given["outcome"], given["order"], given["ipn"])
