"""What VNPay's answer to a refund means. Whatever is not certain is unknown: nothing is sent twice on a guess."""

from payments.providers.base import RefundOutcome

# vnp_ResponseCode of a request that was turned away, nothing done: wrong merchant, wrong format, no such payment, the
# payment was not successful, wrong checksum. Not 94 (asked before: the earlier request may have been done), not 99.
TURNED_AWAY = ("02", "03", "91", "95", "97")
# vnp_TransactionStatus beside ResponseCode 00.
_STATUSES = {
    "00": RefundOutcome.SUCCEEDED,
    "05": RefundOutcome.AT_PROVIDER,  # VNPay is working on it
    "06": RefundOutcome.SUCCEEDED,  # VNPay has handed it to the bank: no later word comes
    "09": RefundOutcome.REFUSED,
}


def outcome(response_code: str, transaction_status: str) -> RefundOutcome:
    """What both codes of a believed answer say together."""
    if response_code in TURNED_AWAY:
        return RefundOutcome.REFUSED
    if response_code == "00":
        return _STATUSES.get(transaction_status, RefundOutcome.UNKNOWN)
    return RefundOutcome.UNKNOWN


def shown(response_code: str, transaction_status: str) -> str:
    """Both codes in the four characters that a refund keeps: "00" and "05" as "0005"."""
    return f"{response_code[:2]}{transaction_status[:2]}"


def failure_reason(response_code: str, transaction_status: str) -> str:
    """A refusal in Stripe's words."""
    return "declined" if response_code == "95" or transaction_status == "09" else "unknown"
