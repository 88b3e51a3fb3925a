"""Refund in full what pays for nothing: a payment of a canceled intent, or a second payment of a paid one."""

from payments.intents.hooks import Moment, hook
from payments.models import Attempt, PaymentIntent
from payments.refunds.services.create_refund import record_refund


@hook(Moment.PAID_AFTER_CANCEL)
def refund_after_cancel(intent: PaymentIntent, attempt: Attempt | None) -> None:
    _refund(intent, attempt, "paid_after_cancel")


@hook(Moment.DUPLICATE)
def refund_duplicate(intent: PaymentIntent, attempt: Attempt | None) -> None:
    _refund(intent, attempt, "paid_twice")


def _refund(intent: PaymentIntent, attempt: Attempt | None, reason: str) -> None:
    assert attempt
    record_refund(intent, attempt, amount=attempt.amount, reason=reason, reference=attempt.reference)
