"""VNPay's messages about a payment, from its IPN and the buyer's return: parsing, data and answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from payments.models import PaymentReviewReason
from payments.providers.base import CallbackAnswer, ProviderData, Verdict
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay import protocol
from payments.providers.vnpay.protocol import merchant

# A failed payment is confirmed too: 00 means "received", not "paid". After 99 VNPay calls again.
_ANSWERS = {
    Verdict.RECEIVED: ("00", "Confirm Success"),
    Verdict.UNKNOWN_REFERENCE: ("01", "Order not found"),
    Verdict.ALREADY_CLOSED: ("02", "Order already confirmed"),
    Verdict.WRONG_AMOUNT: ("04", "Invalid amount"),
    Verdict.BAD_SIGNATURE: ("97", "Invalid signature"),
    Verdict.ERROR: ("99", "Unknown error"),
}

SUSPICIOUS = "07"
REVERSED = "04"

# vnp_ResponseCode → Stripe's decline code; docs/payments.md has this table.
DECLINE_CODES = {
    "07": "fraudulent",
    "09": "transaction_not_allowed",
    "10": "incorrect_number",
    "11": "payment_intent_payment_attempt_expired",
    "12": "restricted_card",
    "13": "incorrect_pin",
    "24": "payment_method_customer_decline",
    "51": "insufficient_funds",
    "65": "withdrawal_count_limit_exceeded",
    "75": "issuer_not_available",
    "79": "pin_try_exceeded",
    "99": "processing_error",
}


class VNPayData(ProviderData):
    create_date: str = ""  # vnp_CreateDate as sent (GMT+7): querydr and refund must repeat it
    transaction_status: str = ""  # vnp_TransactionStatus, in addition to the response code
    bank_code: str = ""  # vnp_BankCode

    def result_document(self) -> dict[str, Any]:
        """All data of a result, defaults included, so that it replaces the data of an earlier result."""
        return {"transaction_status": self.transaction_status, "bank_code": self.bank_code}


@dataclass(frozen=True)
class Message:
    """A return or an IPN. Its contents are trusted only where `signature_ok`."""

    fields: Mapping[str, str]
    signature_ok: bool
    is_ours: bool  # for our merchant code

    @property
    def reference(self) -> str:
        return self.fields.get("vnp_TxnRef", "")

    @property
    def response_code(self) -> str:
        return self.fields.get("vnp_ResponseCode", "")

    @property
    def signed_at(self) -> datetime | None:
        """vnp_PayDate, which a failed payment has too."""
        return protocol.moment(self.fields.get("vnp_PayDate", ""))

    def is_for(self, amount: int) -> bool:
        """Whether vnp_Amount is exactly this amount (đồng), in VND."""
        return self.fields.get("vnp_Amount") == str(amount * 100) and self.fields.get("vnp_CurrCode", "VND") == "VND"

    def result(self) -> AttemptResult:
        """The result of the payment."""
        status = self.fields.get("vnp_TransactionStatus", "")
        outcome, reason = callback_outcome(self.response_code, status)
        return AttemptResult(
            outcome=outcome,
            review_reason=reason,
            provider_ref=self.fields.get("vnp_TransactionNo", "")[:40],
            response_code=self.response_code[:2],
            paid_at=self.signed_at,
            data=VNPayData(
                transaction_status=status[:2], bank_code=self.fields.get("vnp_BankCode", "")[:20]
            ).result_document(),
        )


class VNPayCallbacks:
    method = "GET"

    def read(self, params: Mapping[str, str]) -> Message:
        """Parse the parameters. A repeated field invalidates the signature, since it cannot cover both values."""
        shop = merchant()
        fields = {key: str(params[key]) for key in params if key.startswith("vnp_")}
        twice = isinstance(params, QueryDict) and any(len(params.getlist(key)) > 1 for key in fields)
        return Message(
            fields=fields,
            signature_ok=not twice and protocol.verify(fields, shop.hash_secret),
            is_ours=fields.get("vnp_TmnCode") == shop.tmn_code,
        )

    def answer(self, verdict: Verdict) -> CallbackAnswer:
        code, words = _ANSWERS[verdict]
        return CallbackAnswer(code, {"RspCode": code, "Message": words})


def decline_code(response_code: str) -> str:
    """Stripe's decline code; "" for success and where there is no response code."""
    if response_code in ("", "00"):
        return ""
    return DECLINE_CODES.get(response_code, "generic_decline")


def callback_outcome(response_code: str, transaction_status: str) -> tuple[Outcome, PaymentReviewReason | None]:
    """The outcome of an IPN: success only where both codes agree; 07, 04 and contradictions need a review."""
    if SUSPICIOUS in (response_code, transaction_status):
        return Outcome.REVIEW, PaymentReviewReason.SUSPECTED
    if transaction_status == REVERSED:
        return Outcome.REVIEW, PaymentReviewReason.REVERSED
    if response_code == "00" and transaction_status == "00":
        return Outcome.SUCCEEDED, None
    if not response_code or "00" in (response_code, transaction_status):
        return Outcome.REVIEW, PaymentReviewReason.CONTRADICTORY_CODES
    return Outcome.FAILED, None


def status_outcome(transaction_status: str) -> tuple[Outcome, PaymentReviewReason | None]:
    """The outcome of querydr's vnp_TransactionStatus (its ResponseCode is about the query, not the payment)."""
    if transaction_status == "00":
        return Outcome.SUCCEEDED, None
    if transaction_status == "01":
        return Outcome.PENDING, None
    if transaction_status == "02":
        return Outcome.FAILED, None
    return Outcome.REVIEW, PaymentReviewReason.UNDECIDED
