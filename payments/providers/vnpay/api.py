"""VNPay's merchant_webapi, for querydr and refund: the signed fields in VNPay's order, and the transport of requests.

The sandbox signs the same fields.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.http.client import NoAnswer, NotSent, post_json
from payments.providers.vnpay.protocol import merchant

__all__ = ["SECONDS", "NoAnswer", "NotSent", "post", "post_https"]

SECONDS = 15.0  # time limit of the whole call

QUERYDR_REQUEST = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
REFUND_REQUEST = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
]
REFUND_ANSWER = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
]
QUERYDR_ANSWER = [*REFUND_ANSWER, "vnp_PromotionCode", "vnp_PromotionAmount"]
WHOLE, PART = "02", "03"  # vnp_TransactionType of a refund


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """Send a signed message once over the transport in the settings and return the answer. Raises NoAnswer, NotSent.

    Never over HTTP to this server itself: workers that wait for one another would deadlock.
    """
    answer: dict[str, Any] = import_string(settings.VNPAY_TRANSPORT)(message)
    return answer


def post_https(message: Mapping[str, str]) -> dict[str, Any]:
    """POST to the address in the settings."""
    return post_json(merchant().api_url, message, seconds=SECONDS)


def checksum_values(message: Mapping[str, Any], fields: list[str]) -> list[str]:
    """The values to sign, in the order of the fields; a missing value is empty."""
    return ["" if message.get(field) is None else str(message[field]) for field in fields]
