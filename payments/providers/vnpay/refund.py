"""Request a refund from VNPay: one signed request, and only a signed answer that matches the refund is accepted.

The result cannot be queried later, since querydr does not distinguish refunds. So a request is never sent again:
without a valid answer the refund's result is unknown, and a person finds it out.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import clock
from core.logs.security import Event, record_event
from payments.base.provider_messages import log_provider_message
from payments.models import Attempt, Refund, RefundFailureReason, ReviewReason
from payments.providers.results import RefundOutcome, RefundResult
from payments.providers.vnpay import CODE, api, protocol
from payments.providers.vnpay.api import PART, REFUND_ANSWER, REFUND_REQUEST, WHOLE, checksum_values
from payments.providers.vnpay.messages import VNPayData
from payments.providers.vnpay.protocol import VERSION, Merchant, merchant
from payments.providers.vnpay.querydr import OUR_ADDRESS

logger = logging.getLogger(__name__)

# vnp_ResponseCode of a rejected request: wrong merchant, wrong format, unknown payment, unsuccessful payment, wrong
# checksum. Not 94 (a repeated request: the earlier one may have been done), and not 99.
_TURNED_AWAY = ("02", "03", "91", "95", "97")
# vnp_TransactionStatus where ResponseCode is 00.
_STATUSES = {
    "00": RefundOutcome.SUCCEEDED,
    "05": RefundOutcome.AT_PROVIDER,  # VNPay is working on it
    "06": RefundOutcome.SUCCEEDED,  # VNPay has sent it to the bank: there is no later message
    "09": RefundOutcome.REFUSED,
}


@dataclass(frozen=True)
class _Judged:
    result: RefundResult
    signature_ok: bool
    review_reason: str = ""


def send(refund: Refund, attempt: Attempt) -> RefundResult:
    """Send one request for one refund. Never inside a transaction. The request is stored before it is sent."""
    shop = merchant()
    message = request(refund, attempt, shop)
    _keep("refund_request", refund, attempt, message, signature_ok=True)
    try:
        answer = api.post(message)
    except api.NotSent as error:
        _keep("refund", refund, attempt, {"not_sent": str(error)}, signature_ok=False)
        return RefundResult(RefundOutcome.NOT_SENT)
    except api.NoAnswer as error:
        logger.warning("refund %s of %s: %r", refund.pk, attempt.reference, str(error))
        _keep("refund", refund, attempt, {"no_answer": str(error)}, signature_ok=False)
        return RefundResult(RefundOutcome.UNKNOWN)
    judged = _judge(answer, refund, attempt, shop)
    _keep("refund", refund, attempt, answer, judged.signature_ok, judged.review_reason)
    return judged.result


def request(refund: Refund, attempt: Attempt, shop: Merchant) -> dict[str, str]:
    """The signed request. Its id is the refund's, so that VNPay would answer 94 to a second one."""
    message = {
        "vnp_RequestId": refund.pk.replace("_", ""),
        "vnp_Version": VERSION,
        "vnp_Command": "refund",
        "vnp_TmnCode": shop.tmn_code,
        "vnp_TransactionType": WHOLE if refund.amount == attempt.amount else PART,
        "vnp_TxnRef": attempt.reference,
        "vnp_Amount": str(refund.amount * 100),
        "vnp_TransactionNo": attempt.provider_ref,
        "vnp_TransactionDate": VNPayData.of(attempt).create_date,
        "vnp_CreateBy": f"nhanvien{refund.requested_by_id}" if refund.requested_by_id else "choxa",
        "vnp_CreateDate": protocol.stamp(refund.sent_at or clock.now()),
        "vnp_IpAddr": OUR_ADDRESS,
        "vnp_OrderInfo": f"Hoan tien {attempt.reference}",
    }
    return message | {"vnp_SecureHash": protocol.sign_bar(checksum_values(message, REFUND_REQUEST), shop.hash_secret)}


def _judge(answer: Mapping[str, Any], refund: Refund, attempt: Attempt, shop: Merchant) -> _Judged:
    unknown = RefundResult(RefundOutcome.UNKNOWN)
    signature = str(answer.get("vnp_SecureHash") or "")
    if not protocol.verify_bar(checksum_values(answer, REFUND_ANSWER), signature, shop.hash_secret):
        record_event(Event.SIGNATURE_REFUSED, provider=CODE, reason="refund")
        return _Judged(unknown, signature_ok=False)
    if answer.get("vnp_TmnCode") != shop.tmn_code or answer.get("vnp_TxnRef") != attempt.reference:
        return _Judged(unknown, True, ReviewReason.REFUND_OTHER_PAYMENT)
    code = str(answer.get("vnp_ResponseCode") or "")
    status = str(answer.get("vnp_TransactionStatus") or "")
    shown = shown_codes(code, status)
    if code == "00" and str(answer.get("vnp_Amount", "")) != str(refund.amount * 100):
        unknown = RefundResult(RefundOutcome.UNKNOWN, response_code=shown)
        return _Judged(unknown, True, ReviewReason.REFUND_WRONG_AMOUNT)
    outcome = outcome_of(code, status)
    result = RefundResult(
        outcome,
        failure_reason=failure_reason(code, status) if outcome is RefundOutcome.REFUSED else "",
        provider_ref=str(answer.get("vnp_TransactionNo") or "")[:40],
        response_code=shown,
    )
    return _Judged(result, True)


def _keep(
    kind: str,
    refund: Refund,
    attempt: Attempt,
    payload: Mapping[str, Any],
    signature_ok: bool,
    review_reason: str = "",
) -> None:
    log_provider_message(
        provider=CODE,
        kind=kind,
        reference=attempt.reference,
        attempt=attempt,
        refund=refund,
        payload=payload,
        signature_ok=signature_ok,
        review_reason=review_reason,
    )


def outcome_of(response_code: str, transaction_status: str) -> RefundOutcome:
    """The outcome of both codes of a valid answer. Any doubt is unknown, so that nothing is sent twice."""
    if response_code in _TURNED_AWAY:
        return RefundOutcome.REFUSED
    if response_code == "00":
        return _STATUSES.get(transaction_status, RefundOutcome.UNKNOWN)
    return RefundOutcome.UNKNOWN


def shown_codes(response_code: str, transaction_status: str) -> str:
    """Both codes in the four characters of the column: "00" and "05" as "0005"."""
    return f"{response_code[:2]}{transaction_status[:2]}"


def failure_reason(response_code: str, transaction_status: str) -> str:
    """Stripe's failure reason of a refusal."""
    refused = response_code == "95" or transaction_status == "09"
    return RefundFailureReason.DECLINED if refused else RefundFailureReason.UNKNOWN
