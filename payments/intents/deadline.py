"""Deadlines: the shop's own intents have one from the beginning, those of the API from their first attempt on."""

from datetime import datetime

from payments.models import PaymentIntent


def is_over(intent: PaymentIntent, now: datetime) -> bool:
    """Whether the time to pay has passed; without a deadline it never does."""
    return intent.expires_at is not None and intent.expires_at <= now
