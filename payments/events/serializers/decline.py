"""A provider's refusal in Stripe's terms: the decline code, and an English sentence about it."""

from django.utils import translation

from payments.models import Attempt, AttemptStatus
from payments.providers import decline_codes, provider

EXPIRED = "payment_intent_payment_attempt_expired"
# Decline codes that are error codes of Stripe's themselves.
_OWN = (EXPIRED, "payment_method_customer_decline", "incorrect_number", "processing_error")
DECLINED = "card_declined"


def decline_code(attempt: Attempt) -> str:
    """Stripe's decline code of a failed attempt (docs/payments.md prints the table); "" where it has not failed."""
    if attempt.status != AttemptStatus.FAILED:
        return ""
    return provider(attempt.provider).decline_code(attempt.response_code) or "generic_decline"


def error_code(decline: str) -> str:
    """Stripe's error code beside a decline code."""
    return decline if decline in _OWN else DECLINED


def words(decline: str) -> str:
    """The message for the buyer, in the API's language."""
    with translation.override("en"):
        return str(decline_codes.words(decline))
