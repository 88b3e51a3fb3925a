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
    PENDING = "pending"  # the buyer is still at it
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
    data: Mapping[str, Any] = field(default_factory=dict)  # of the provider's own; replaces these keys of provider_data


class RefundOutcome(StrEnum):
    """A provider's result for one refund request."""

    SUCCEEDED = "succeeded"
    AT_PROVIDER = "at_provider"  # taken on; the last word comes with the settlement file, or the desk finds it out
    REFUSED = "refused"  # for certain: nothing of it was or will be done
    UNKNOWN = "unknown"  # silence, nonsense or a lie: it may have been done, so it is never asked for again
    NOT_SENT = "not_sent"  # the request never left: it may be sent later
    BY_HAND = "by_hand"  # the provider has no call for it


@dataclass(frozen=True)
class RefundResult:
    """A verified result for a refund: signature, merchant, reference and amount are correct."""

    outcome: RefundOutcome
    failure_reason: str = ""  # Stripe's, where it was refused
    provider_ref: str = ""  # the provider's own number of the refund
    response_code: str = ""  # as the desk shows it
