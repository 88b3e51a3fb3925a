"""The results that payment providers return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from payments.models import PaymentReviewReason


class Outcome(StrEnum):
    """A provider's result for one attempt. Only the first three are final."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVIEW = "review"  # suspicious, reversed or contradictory: a person decides
    PENDING = "pending"  # the buyer has not finished
    NOT_FOUND = "not_found"  # the provider has never seen the reference
    NO_RESPONSE = "no_response"  # no answer, or one that cannot be trusted


SETTLING = (Outcome.SUCCEEDED, Outcome.FAILED, Outcome.REVIEW)


@dataclass(frozen=True)
class AttemptResult:
    """A verified result for an attempt: signature, merchant, reference and amount are correct."""

    outcome: Outcome
    review_reason: PaymentReviewReason | None = None  # with Outcome.REVIEW
    provider_ref: str = ""
    response_code: str = ""
    paid_at: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)  # the provider's own data; replaces keys of provider_data


class RefundOutcome(StrEnum):
    """A provider's result for one refund request."""

    SUCCEEDED = "succeeded"
    AT_PROVIDER = "at_provider"  # accepted: the settlement file, or a person, gives the final result
    REFUSED = "refused"  # definitely refused: it was not and will not be done
    UNKNOWN = "unknown"  # no answer, or one that cannot be trusted: it may have been done, so it is never sent again
    NOT_SENT = "not_sent"  # the request was not sent: it may be sent later
    BY_HAND = "by_hand"  # the provider has no refund call


@dataclass(frozen=True)
class RefundResult:
    """A verified result for a refund: signature, merchant, reference and amount are correct."""

    outcome: RefundOutcome
    failure_reason: str = ""  # Stripe's code, where it was refused
    provider_ref: str = ""  # the provider's own number of the refund
    response_code: str = ""  # as reconciliation shows it
