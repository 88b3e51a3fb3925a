"""Refunds at the gateway: checked as VNPay checks them, in parts up to the whole amount."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Sum

from core import clock
from core.locks import lock_row
from payments.providers.vnpay import protocol
from payments.providers.vnpay.api import WHOLE
from sandbox.models import SandboxPayment, SandboxRefund
from sandbox.vnpay import known

# vnp_TransactionStatus of each result. All others are executed, also without an answer.
_STATUSES = {"sent_to_bank": "06", "processing": "05", "refuse": "09"}
_REFUSED = "09"
_RULES = {"vnp_TransactionType": r"02|03", "vnp_Amount": r"[1-9]\d{0,11}", "vnp_TransactionDate": r"\d{14}"}


def make(message: Mapping[str, Any], play: str) -> tuple[str, dict[str, str]]:
    """The code, and the refund."""
    if any(not re.fullmatch(rule, message[name]) for name, rule in _RULES.items()):
        return "03", {}
    known.take_over(message["vnp_TxnRef"])
    with transaction.atomic():
        payment = lock_row(
            SandboxPayment.objects.filter(
                tmn_code=message["vnp_TmnCode"],
                txn_ref=message["vnp_TxnRef"],
                create_date=message["vnp_TransactionDate"],
            )
        )
        code = _refusal(payment, message, play)
        if code or payment is None:
            return code or "91", {}
        return "00", _facts(payment, _write(payment, message, _STATUSES.get(play, "00")))


def refunded_amount(payment: SandboxPayment) -> int:
    """As VNPay counts it: đồng × 100."""
    done = payment.refunds.exclude(transaction_status=_REFUSED)
    return done.aggregate(sum=Sum("amount"))["sum"] or 0


def _refusal(payment: SandboxPayment | None, message: Mapping[str, Any], play: str) -> str:
    number = message["vnp_TransactionNo"]
    if payment is None or number not in ("", "0", payment.transaction_no):
        return "91"
    if payment.transaction_status != "00" or play == "not_successful":
        return "95"
    if play == "unknown_error":
        return "99"
    amount, back = int(message["vnp_Amount"]), refunded_amount(payment)
    asked_before = payment.refunds.filter(request_id=message["vnp_RequestId"][:32]).exists()
    if asked_before or back == payment.amount or (message["vnp_TransactionType"] == WHOLE and back):
        return "94"
    if message["vnp_TransactionType"] == WHOLE and amount != payment.amount:
        return "03"
    return "99" if amount > payment.amount - back else ""


def _write(payment: SandboxPayment, message: Mapping[str, Any], status: str) -> SandboxRefund:
    return SandboxRefund.objects.create(
        payment=payment,
        request_id=message["vnp_RequestId"][:32],
        transaction_type=message["vnp_TransactionType"],
        amount=int(message["vnp_Amount"]),
        transaction_no=str(15_000_000 + secrets.randbelow(1_000_000)),
        transaction_status=status,
        pay_date=protocol.stamp(clock.now()),
        created_by=message["vnp_CreateBy"][:245],
    )


def _facts(payment: SandboxPayment, refund: SandboxRefund) -> dict[str, str]:
    return {
        "vnp_Amount": str(refund.amount),
        "vnp_BankCode": payment.bank_code,
        "vnp_PayDate": refund.pay_date,
        "vnp_TransactionNo": refund.transaction_no,
        "vnp_TransactionType": refund.transaction_type,
        "vnp_TransactionStatus": refund.transaction_status,
        "vnp_OrderInfo": payment.order_info,
    }
