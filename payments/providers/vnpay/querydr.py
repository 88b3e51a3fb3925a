"""Query VNPay for the status of a payment (querydr). Only a signed answer that matches the payment is accepted."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import clock
from core.logs.security import Event, record_event
from payments.base.provider_messages import log_provider_message
from payments.models import Attempt, MessageKind, ReviewReason
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay import CODE, api, messages, protocol
from payments.providers.vnpay.api import QUERYDR_ANSWER, QUERYDR_REQUEST, checksum_values
from payments.providers.vnpay.messages import VNPayData
from payments.providers.vnpay.protocol import VERSION, Merchant, merchant

logger = logging.getLogger(__name__)

NOT_FOUND = "91"
OUR_ADDRESS = "127.0.0.1"  # vnp_IpAddr of the querying server; VNPay records it without checks


@dataclass(frozen=True)
class _Judged:
    result: AttemptResult
    signature_ok: bool
    review_reason: str = ""


def query_status(attempt: Attempt) -> AttemptResult:
    """Query one attempt. No answer, or one that cannot be trusted, is `NO_RESPONSE`. Never inside a transaction."""
    shop = merchant()
    try:
        answer = api.post(_request(attempt, shop))
    except api.NoAnswer as error:
        logger.warning("querydr %s: %r", attempt.reference, str(error))
        return AttemptResult(Outcome.NO_RESPONSE)
    judged = _judge(answer, attempt, shop)
    log_provider_message(
        provider=CODE,
        kind=MessageKind.STATUS_QUERY,
        reference=attempt.reference,
        attempt=attempt,
        payload=answer,
        signature_ok=judged.signature_ok,
        review_reason=judged.review_reason,
    )
    return judged.result


def _request(attempt: Attempt, shop: Merchant) -> dict[str, str]:
    request = {
        "vnp_RequestId": secrets.token_hex(16),
        "vnp_Version": VERSION,
        "vnp_Command": "querydr",
        "vnp_TmnCode": shop.tmn_code,
        "vnp_TxnRef": attempt.reference,
        "vnp_TransactionDate": VNPayData.of(attempt).create_date,
        "vnp_CreateDate": protocol.stamp(clock.now()),
        "vnp_IpAddr": OUR_ADDRESS,
        "vnp_OrderInfo": f"Truy van {attempt.reference}",
    }
    return request | {"vnp_SecureHash": protocol.sign_bar(checksum_values(request, QUERYDR_REQUEST), shop.hash_secret)}


def _judge(answer: Mapping[str, Any], attempt: Attempt, shop: Merchant) -> _Judged:
    silent = AttemptResult(Outcome.NO_RESPONSE)
    signature = str(answer.get("vnp_SecureHash") or "")
    if not protocol.verify_bar(checksum_values(answer, QUERYDR_ANSWER), signature, shop.hash_secret):
        record_event(Event.SIGNATURE_REFUSED, provider=CODE, reason="querydr")
        return _Judged(silent, signature_ok=False)
    if answer.get("vnp_TmnCode") != shop.tmn_code or answer.get("vnp_TxnRef") != attempt.reference:
        return _Judged(silent, True, ReviewReason.QUERY_OTHER_PAYMENT)
    code = str(answer.get("vnp_ResponseCode", ""))
    if code == NOT_FOUND:
        return _Judged(AttemptResult(Outcome.NOT_FOUND, response_code=code), True)
    if code != "00":
        return _Judged(silent, True)
    if str(answer.get("vnp_Amount", "")) != str(attempt.amount * 100):
        return _Judged(silent, True, ReviewReason.QUERY_WRONG_AMOUNT)
    status = str(answer.get("vnp_TransactionStatus") or "")
    outcome, reason = messages.status_outcome(status)
    result = AttemptResult(
        outcome=outcome,
        review_reason=reason,
        provider_ref=str(answer.get("vnp_TransactionNo") or "")[:40],
        response_code="00" if outcome is Outcome.SUCCEEDED else _refusal(status),
        paid_at=protocol.moment(str(answer.get("vnp_PayDate") or "")),
        data=VNPayData(
            transaction_status=status[:2], bank_code=str(answer.get("vnp_BankCode") or "")[:20]
        ).result_document(),
    )
    return _Judged(result, True)


def _refusal(status: str) -> str:
    """The response code of a failed payment: 99 (other errors), since querydr has no reason; 07 (suspicious) stays."""
    return messages.SUSPICIOUS if status == messages.SUSPICIOUS else "99"
