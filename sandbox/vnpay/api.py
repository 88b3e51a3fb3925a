"""The gateway's merchant_webapi: querydr and refund, signed both ways."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import throttle
from payments.providers.vnpay import api, protocol
from payments.providers.vnpay.api import checksum_values
from payments.providers.vnpay.protocol import merchant
from sandbox.models import SandboxPayment
from sandbox.vnpay import faults, refunds
from sandbox.vnpay.gateway import is_expired
from sandbox.vnpay.outcomes import conclude

MESSAGES = {
    "00": "Success",
    "02": "Merchant not found",
    "03": "Invalid format",
    "91": "Transaction not found",
    "94": "Duplicate request",
    "95": "Transaction was not successful",
    "97": "Invalid checksum",
    "99": "Unknown error",
}
_FIELDS = {
    "querydr": (api.QUERYDR_REQUEST, api.QUERYDR_ANSWER),
    "refund": (api.REFUND_REQUEST, api.REFUND_ANSWER),
}
_MAY_BE_EMPTY = ("vnp_OrderInfo", "vnp_TransactionNo")


@csrf_exempt
@require_POST
def transaction(request: HttpRequest) -> HttpResponse:
    """POST /vnpay-sandbox/merchant_webapi/api/transaction"""
    try:
        message = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        message = None
    try:
        return JsonResponse(answer(message if isinstance(message, dict) else {}))
    except (faults.NoResponse, faults.Unreachable) as fault:
        return HttpResponse(status=fault.status)


def answer(message: Mapping[str, Any]) -> dict[str, str]:
    """The gateway's answer to one query or refund request; raises the configured faults.

    Numbers may be JSON numbers, as other clients send them: signed by the same digits.
    """
    message = {name: str(value) if type(value) is int else value for name, value in message.items()}
    command = "refund" if message.get("vnp_Command") == "refund" else "querydr"
    play = faults.take(command, str(message.get("vnp_TxnRef", "")).replace("\x00", "")[:100])
    faults.raise_before(play)
    code, facts = _refusal(message, command), dict[str, str]()
    if not code and command == "refund":
        code, facts = refunds.make(message, play)
    elif not code:
        code, facts = _query(message)
    faults.raise_after(play)
    answer_fields = _FIELDS[command][1]
    return faults.spoil(_signed(message, command, code, facts, answer_fields), play, answer_fields)


def _refusal(message: Mapping[str, Any], command: str) -> str:
    shop, fields = merchant(), _FIELDS[command][0]
    if message.get("vnp_Command") != command or any(
        not isinstance(message.get(field), str) or (not message[field] and field not in _MAY_BE_EMPTY)
        for field in fields
    ):
        return "03"
    if message["vnp_TmnCode"] != shop.tmn_code:
        return "02"
    values = checksum_values(message, fields)
    if not protocol.verify_bar(values, str(message.get("vnp_SecureHash") or ""), shop.hash_secret):
        return "97"
    if throttle.count(f"vnpay-sandbox.request:{message['vnp_RequestId'][:32]}", timedelta(days=1)) > 1:
        return "94"
    return ""


def _signed(
    message: Mapping[str, Any], command: str, code: str, facts: Mapping[str, str], fields: list[str]
) -> dict[str, str]:
    result = {
        "vnp_ResponseId": secrets.token_hex(16),
        "vnp_Command": command,
        "vnp_ResponseCode": code,
        "vnp_Message": MESSAGES[code],
        "vnp_TmnCode": merchant().tmn_code,
        "vnp_TxnRef": str(message.get("vnp_TxnRef", ""))[:100],
        **facts,
    }
    return result | {"vnp_SecureHash": protocol.sign_bar(checksum_values(result, fields), merchant().hash_secret)}


def _query(message: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """querydr: the code, and the known payment."""
    payment = SandboxPayment.objects.filter(
        tmn_code=message["vnp_TmnCode"], txn_ref=message["vnp_TxnRef"], create_date=message["vnp_TransactionDate"]
    ).first()
    if payment is None:
        return "91", {}
    if not payment.response_code and is_expired(payment):
        payment = conclude(payment, "expired")
    return "00", {
        "vnp_Amount": str(payment.amount),
        "vnp_BankCode": payment.bank_code,
        "vnp_PayDate": payment.pay_date,
        "vnp_TransactionNo": payment.transaction_no,
        "vnp_TransactionType": "01",
        "vnp_TransactionStatus": payment.transaction_status or "01",
        "vnp_OrderInfo": payment.order_info,
    }
