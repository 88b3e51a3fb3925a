"""merchant_webapi, which answers querydr and refund: the fields under its hashes in VNPay's order, and how a request
reaches it. The stand-in signs by the same fields.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.http.client import NoAnswer, NotSent, post_json
from payments.providers.vnpay.protocol import merchant

__all__ = ["SECONDS", "NoAnswer", "NotSent", "post", "post_https"]

SECONDS = 15.0  # for all of a call

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
    """Send one signed message, once, by the transport of the settings, and return its answer; raises NoAnswer, NotSent.

    Never by HTTP to ourselves: a few workers that wait for one another would all stand still.
    """
    answer: dict[str, Any] = import_string(settings.VNPAY_TRANSPORT)(message)
    return answer


def post_https(message: Mapping[str, str]) -> dict[str, Any]:
    """To the address of the settings."""
    return post_json(merchant().api_url, message, seconds=SECONDS)


def checksum_values(message: Mapping[str, Any], fields: list[str]) -> list[str]:
    """The values under a hash, in their order; a missing one counts as empty."""
    return ["" if message.get(field) is None else str(message[field]) for field in fields]
