"""VNPay's codes: what each means for a payment, and its Stripe decline code."""

from payments.models import PaymentReviewReason
from payments.providers.base import Outcome

SUSPICIOUS = "07"
REVERSED = "04"

# vnp_ResponseCode → decline code. Stripe's names; docs/payments.md prints this table.
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


def decline_code(response_code: str) -> str:
    """The refusal in Stripe's words; "" for success and for silence."""
    if response_code in ("", "00"):
        return ""
    return DECLINE_CODES.get(response_code, "generic_decline")


def outcome(response_code: str, transaction_status: str) -> tuple[Outcome, PaymentReviewReason | None]:
    """What an IPN means: success only where both codes say so; 07, 04 and contradictions are for a person."""
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
    """What querydr's vnp_TransactionStatus means (its ResponseCode speaks of the question, not of the payment)."""
    if transaction_status == "00":
        return Outcome.SUCCEEDED, None
    if transaction_status == "01":
        return Outcome.PENDING, None
    if transaction_status == "02":
        return Outcome.FAILED, None
    return Outcome.REVIEW, PaymentReviewReason.UNDECIDED
