"""Choices that other rooms display, with their labels."""

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
