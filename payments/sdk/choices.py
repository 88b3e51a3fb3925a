"""The codes that other rooms show, each with its label."""

from payments.models import FeedKind, PayoutInterval, PayoutStatus

__all__ = ["FeedKind", "PayoutInterval", "PayoutStatus"]
