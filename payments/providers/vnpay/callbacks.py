"""VNPay's call to us (IPN) and the buyer's return: GET, answered in the words of its documentation."""

from collections.abc import Mapping

from payments.providers.base import CallbackAnswer, Verdict
from payments.providers.vnpay.messages import Message, read

# A failed payment is confirmed too: 00 says "received", not "paid". After 99 VNPay calls again.
_ANSWERS = {
    Verdict.RECEIVED: ("00", "Confirm Success"),
    Verdict.UNKNOWN_REFERENCE: ("01", "Order not found"),
    Verdict.ALREADY_CLOSED: ("02", "Order already confirmed"),
    Verdict.WRONG_AMOUNT: ("04", "Invalid amount"),
    Verdict.BAD_SIGNATURE: ("97", "Invalid signature"),
    Verdict.ERROR: ("99", "Unknown error"),
}


class VNPayCallbacks:
    method = "GET"

    def read(self, params: Mapping[str, str]) -> Message:
        return read(params)

    def answer(self, verdict: Verdict) -> CallbackAnswer:
        code, words = _ANSWERS[verdict]
        return CallbackAnswer(code, {"RspCode": code, "Message": words})
