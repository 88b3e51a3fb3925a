"""The fields under a querydr hash, in VNPay's order; the asker and the stand-in sign by the same list."""

from collections.abc import Mapping
from typing import Any

REQUEST_FIELDS = [
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
ANSWER_FIELDS = [
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
    "vnp_PromotionCode",
    "vnp_PromotionAmount",
]


def checksum_values(message: Mapping[str, Any], fields: list[str]) -> list[str]:
    """The values under a querydr hash, in their order; a missing one counts as empty."""
    return ["" if message.get(field) is None else str(message[field]) for field in fields]
