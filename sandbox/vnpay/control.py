"""Test control of the gateway: set the outcome of one payment, the behaviour of refunds, or faults."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from payments.callbacks.payment_return import read_return
from payments.models import Attempt, PaymentIntent
from payments.providers.vnpay import CODE
from payments.providers.vnpay.protocol import merchant
from sandbox.models import SandboxPayment
from sandbox.vnpay import faults, jobs, notify
from sandbox.vnpay.commands import BadCommand, Command, Faults, read
from sandbox.vnpay.gateway import Refused, arrive
from sandbox.vnpay.outcomes import OUTCOMES, conclude

_FORGED = ("bad_signature", "wrong_amount")


@csrf_exempt
@require_POST
def control(request: HttpRequest) -> JsonResponse:
    """POST /vnpay-sandbox/control {txn_ref, outcome, order, ipn} → {ipn_answers: [{RspCode, Message}], return_url}

    or {txn_ref, refund} → {refund, …}, or {fault: {querydr, refund, ipn, times} | null} → {fault}.
    """
    try:
        command = read(request.body)
        return JsonResponse(_set_faults(command) if isinstance(command, Faults) else play(command))
    except BadCommand as error:
        return JsonResponse({"error": {"field": error.field, "message": str(error)}}, status=400)


def play(command: Command) -> dict[str, Any]:
    """Execute a command. A repeated command is executed again.

    Forged calls (`bad_signature`, `wrong_amount`) are not in the gateway's own records.
    """
    payment = _payment(command.txn_ref)
    answer: dict[str, Any] = {}
    if command.refund:
        faults.let("refund", command.refund, txn_ref=command.txn_ref)
        answer = {"refund": command.refund}
    if not command.outcome:
        return answer
    if command.ipn == "late":
        move_deadline_into_past(command.txn_ref)
    if command.ipn in _FORGED:
        end = OUTCOMES[command.outcome]
        payment.response_code, payment.transaction_status = end.response_code, end.transaction_status
    else:
        payment = conclude(payment, command.outcome, again=True)
    params = notify.message(payment)
    if command.order == "return_first":
        read_return(CODE, params)  # the buyer's browser is back before the gateway calls
    answer |= {"ipn_answers": notify_shop(payment, command.ipn), "return_url": notify.return_address(payment, params)}
    return answer


def _set_faults(command: Faults) -> dict[str, Any]:
    faults.set_faults(command.plays, command.times)
    return {"fault": {**command.plays, "times": command.times} if command.plays else None}


def notify_shop(payment: SandboxPayment, ipn: str) -> list[dict[str, str]]:
    """Report a payment to the shop in one of these ways; returns its answers."""
    if ipn == "never":
        return []
    if ipn == "bad_signature":
        return [notify.send(notify.message(payment) | {"vnp_SecureHash": "0" * 128})]
    if ipn == "wrong_amount":
        return [notify.send(notify.message(payment, vnp_Amount=str(payment.amount + 100)))]
    return [jobs.call_until_acknowledged(payment) for _ in range(2 if ipn == "duplicate" else 1)]


def _payment(txn_ref: str) -> SandboxPayment:
    """The gateway's record; without one the buyer's browser is simulated first."""
    result = SandboxPayment.objects.filter(tmn_code=merchant().tmn_code, txn_ref=txn_ref).first()
    if result is not None:
        return result
    attempt = Attempt.objects.filter(provider="vnpay", reference=txn_ref).first()
    if attempt is None:
        raise BadCommand("txn_ref", "no payment was ever started under this vnp_TxnRef")
    try:
        return arrive(dict(parse_qsl(urlsplit(attempt.redirect_url).query)))
    except Refused as error:
        raise BadCommand("txn_ref", f"the gateway refuses this payment: {error.reason}") from error


def move_deadline_into_past(txn_ref: str) -> None:
    """Move the shop's deadline of a payment into the past, so that the next message is late."""
    moment = clock.now() - timedelta(seconds=1)
    Attempt.objects.filter(reference=txn_ref).update(expires_at=moment)
    PaymentIntent.objects.filter(attempts__reference=txn_ref).update(expires_at=moment)
