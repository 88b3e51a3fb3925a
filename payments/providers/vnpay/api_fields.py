"""The fields under the hashes of merchant_webapi, in VNPay's order: the asker and the stand-in sign by the same."""

from collections.abc import Mapping
from typing import Any

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


def checksum_values(message: Mapping[str, Any], fields: list[str]) -> list[str]:
    """The values under a hash, in their order; a missing one counts as empty."""
    return ["" if message.get(field) is None else str(message[field]) for field in fields]
