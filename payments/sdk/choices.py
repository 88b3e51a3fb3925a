"""The codes that other rooms show, each with its label."""

from payments.models import (
    FeedKind,
    PaymentReviewReason,
    PayoutInterval,
    PayoutStatus,
    RefundPhase,
    ReviewReason,
    TransferState,
)

__all__ = [
    "FeedKind",
    "PaymentReviewReason",
    "PayoutInterval",
    "PayoutStatus",
    "RefundPhase",
    "ReviewReason",
    "TransferState",
]
