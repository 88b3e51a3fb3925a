"""The gateway's merchant_webapi: querydr, signed both ways."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import throttle
from payments.models import SandboxPayment
from payments.providers.vnpay import signing
from payments.providers.vnpay.config import merchant
from payments.providers.vnpay.querydr_fields import ANSWER_FIELDS, REQUEST_FIELDS, checksum_values
from payments.providers.vnpay.sandbox.gateway import is_expired
from payments.providers.vnpay.sandbox.outcomes import conclude

MESSAGES = {
    "00": "Query success",
    "02": "Merchant not found",
    "03": "Invalid format",
    "91": "Transaction not found",
    "94": "Duplicate request",
    "97": "Invalid checksum",
}
_MAY_BE_EMPTY = ("vnp_OrderInfo",)


@csrf_exempt
@require_POST
def transaction(request: HttpRequest) -> JsonResponse:
    """POST /vnpay-sandbox/merchant_webapi/api/transaction"""
    try:
        message = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        message = None
    return JsonResponse(answer(message if isinstance(message, dict) else {}))


def answer(message: Mapping[str, Any]) -> dict[str, str]:
    """What the gateway answers to one question."""
    code = _refusal(message)
    payment = None
    if not code:
        payment = SandboxPayment.objects.filter(
            tmn_code=message["vnp_TmnCode"],
            txn_ref=message["vnp_TxnRef"],
            create_date=message["vnp_TransactionDate"],
        ).first()
        code = "00" if payment else "91"
    return _signed(message, code, payment)


def _refusal(message: Mapping[str, Any]) -> str:
    shop = merchant()
    if message.get("vnp_Command") != "querydr" or any(
        not isinstance(message.get(field), str) or (not message[field] and field not in _MAY_BE_EMPTY)
        for field in REQUEST_FIELDS
    ):
        return "03"
    if message["vnp_TmnCode"] != shop.tmn_code:
        return "02"
    values = checksum_values(message, REQUEST_FIELDS)
    if not signing.verify_bar(values, str(message.get("vnp_SecureHash") or ""), shop.hash_secret):
        return "97"
    if throttle.count(f"vnpay-sandbox.request:{message['vnp_RequestId'][:32]}", timedelta(days=1)) > 1:
        return "94"
    return ""


def _signed(message: Mapping[str, Any], code: str, payment: SandboxPayment | None) -> dict[str, str]:
    shop = merchant()
    found = {
        "vnp_ResponseId": secrets.token_hex(16),
        "vnp_Command": "querydr",
        "vnp_ResponseCode": code,
        "vnp_Message": MESSAGES[code],
        "vnp_TmnCode": shop.tmn_code,
        "vnp_TxnRef": str(message.get("vnp_TxnRef", ""))[:100],
    }
    if payment:
        found |= _facts(payment)
    return found | {"vnp_SecureHash": signing.sign_bar(checksum_values(found, ANSWER_FIELDS), shop.hash_secret)}


def _facts(payment: SandboxPayment) -> dict[str, str]:
    if not payment.response_code and is_expired(payment):
        payment = conclude(payment, "expired")
    return {
        "vnp_Amount": str(payment.amount),
        "vnp_BankCode": payment.bank_code,
        "vnp_PayDate": payment.pay_date,
        "vnp_TransactionNo": payment.transaction_no,
        "vnp_TransactionType": "01",
        "vnp_TransactionStatus": payment.transaction_status or "01",
        "vnp_OrderInfo": payment.order_info,
    }
