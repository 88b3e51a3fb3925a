"""The completion of a payment: the one place where a provider's word moves money, called by IPN, querydr and the desk.

Idempotent, under the lock of the intent and no other; what follows for orders and stock follows by event.
"""

from enum import StrEnum

from django.db import transaction

from core import clock
from payments import chart, events
from payments.locks import lock_attempt
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, IntentStatus, PaymentIntent
from payments.providers import provider
from payments.providers.base import SETTLING, Outcome, Told
from payments.services.create_refund import queue_refund
from payments.services.open_review import open_review
from payments.services.post import post


class Settlement(StrEnum):
    """What a word did."""

    SETTLED = "settled"  # the attempt was open, and now it is not
    ALREADY = "already"  # it was not open any more: nothing changed
    CONTRADICTED = "contradicted"  # it says otherwise than an earlier word: a person must look
    NOTHING = "nothing"  # the word was not final


def settle_attempt(*, reference: str, told: Told) -> Settlement:
    """Take the checked word of a provider on an attempt. Raises NotFound for an unknown reference."""
    if told.outcome not in SETTLING:
        return Settlement.NOTHING
    with transaction.atomic():
        intent, attempt = lock_attempt(reference)
        if attempt.status != AttemptStatus.OPEN:
            return _hear_again(intent, attempt, told)
        _note(attempt, told)
        if told.outcome is Outcome.SUCCEEDED:
            succeed(intent, attempt)
        elif told.outcome is Outcome.REVIEW:
            open_review(intent, attempt, told.reason)
        else:
            fail(intent, attempt)
        return Settlement.SETTLED


def succeed(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt's money has come. Its intent is locked and the attempt is not settled yet."""
    now = clock.now()
    first = not intent.attempts.filter(status=AttemptStatus.SUCCEEDED).exists()
    attempt.status = AttemptStatus.SUCCEEDED if first else AttemptStatus.SURPLUS
    attempt.closed_at = now
    attempt.save()
    if not first:
        _keep_surplus(intent, attempt)
        return
    post(
        cause="capture",
        cause_ref=intent.pk,  # unique: the database itself takes an intent's money once
        intent=intent,
        livemode=intent.livemode,
        lines=provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id),
        reference=intent.transfer_group[:60],
    )
    if intent.status == IntentStatus.CANCELED:
        events.tell(events.PAID_AFTER_CANCEL, intent)
        queue_refund(intent, attempt, amount=attempt.amount, reason="paid_after_cancel", reference=attempt.reference)
        return
    intent.status = IntentStatus.SUCCEEDED
    intent.succeeded_at = now
    intent.save(update_fields=["status", "succeeded_at"])
    events.tell(events.SUCCEEDED, intent)


def fail(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt's money has not come and will not. The buyer may try again while the intent is open."""
    now = clock.now()
    attempt.status = AttemptStatus.FAILED
    attempt.closed_at = now
    attempt.save()
    if intent.status not in OPEN_STATUSES or intent.review:
        return
    if intent.attempts.filter(status=AttemptStatus.OPEN, expires_at__gt=now).exists():
        return  # the buyer stands at the provider with a newer attempt
    intent.status = IntentStatus.REQUIRES_PAYMENT_METHOD
    intent.save(update_fields=["status"])
    code = provider(attempt.provider).decline_code(attempt.response_code)
    events.tell(events.PAYMENT_FAILED, intent, decline_code=code)


def _keep_surplus(intent: PaymentIntent, attempt: Attempt) -> None:
    """A second success: kept apart in suspense, and on its way back."""
    lines = provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id)
    post(
        cause="surplus",
        cause_ref=attempt.reference,
        intent=intent,
        livemode=intent.livemode,
        lines=[lines[0], (chart.one(chart.SUSPENSE), -attempt.amount)],
        reference=intent.transfer_group[:60],
    )
    queue_refund(
        intent,
        attempt,
        amount=attempt.amount,
        reason="paid_twice",
        reference=attempt.reference,
        source=chart.one(chart.SUSPENSE),
    )


def _hear_again(intent: PaymentIntent, attempt: Attempt, told: Told) -> Settlement:
    """A word on an attempt that has had one. Repetition is normal; contradiction is a person's to decide."""
    paid = attempt.status in (AttemptStatus.SUCCEEDED, AttemptStatus.SURPLUS)
    if attempt.status == AttemptStatus.FAILED and told.outcome is not Outcome.FAILED:
        _note(attempt, told)
        open_review(intent, attempt, told.reason or "Trước báo không thành công, nay báo đã trả tiền")
        return Settlement.CONTRADICTED
    if paid and told.outcome is not Outcome.SUCCEEDED:
        return Settlement.CONTRADICTED
    return Settlement.ALREADY


def _note(attempt: Attempt, told: Told) -> None:
    attempt.provider_ref = told.provider_ref
    attempt.response_code = told.response_code
    attempt.transaction_status = told.transaction_status
    attempt.bank_code = told.bank_code
    attempt.paid_at = told.paid_at
