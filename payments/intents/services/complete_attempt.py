"""Complete a payment attempt: the only place where a result moves money, from an IPN, a status query, a feed or the
operator.

Idempotent, under the lock of the intent and no other. Checkout sessions, transfers and refunds register `hooks`, which
run in the same transaction; orders and stock follow by events.
"""

from enum import StrEnum

from django.db import transaction

from core import clock, rows
from core.identifiers import new_id
from core.rows import Batch
from payments.base.locks import lock_attempt
from payments.events import publish
from payments.intents.hooks import Moment, run_hooks
from payments.intents.services.open_review import open_review
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import (
    OPEN_STATUSES,
    Attempt,
    AttemptStatus,
    CheckoutSession,
    IntentStatus,
    Origin,
    PaymentIntent,
    PaymentReviewReason,
)
from payments.providers import provider
from payments.providers.results import SETTLING, AttemptResult, Outcome


class Completion(StrEnum):
    """What a result did to the attempt."""

    APPLIED = "applied"  # the attempt was open and is closed now
    DUPLICATE = "duplicate"  # it was closed already, with the same result: nothing changed
    CONFLICT = "conflict"  # it contradicts the recorded result: a person must look
    NOT_FINAL = "not_final"  # the result was not final


def complete_attempt(*, reference: str, result: AttemptResult, confirmed_by: str = "") -> Completion:
    """Apply a provider's verified result to an attempt. Raises NotFound for an unknown reference.

    `confirmed_by` is the source of the result (`ConfirmationSource`).
    """
    if result.outcome not in SETTLING:
        return Completion.NOT_FINAL
    with transaction.atomic():
        return complete_locked(*lock_attempt(reference), result, confirmed_by)


def complete_locked(intent: PaymentIntent, attempt: Attempt, result: AttemptResult, confirmed_by: str) -> Completion:
    """`complete_attempt` for the result of `lock_attempt`, in the caller's transaction."""
    if result.outcome not in SETTLING:
        return Completion.NOT_FINAL
    if attempt.status != AttemptStatus.OPEN:
        return _complete_again(intent, attempt, result)
    _note(attempt, result)
    attempt.confirmed_by = confirmed_by
    if result.outcome is Outcome.SUCCEEDED:
        succeed(intent, attempt)
    elif result.outcome is Outcome.REVIEW:
        open_review(intent, attempt, result.review_reason or PaymentReviewReason.UNDECIDED)
    else:
        fail(intent, attempt)
    return Completion.APPLIED


def succeed(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt is paid. The caller holds the intent's lock; the attempt is still open."""
    first = not any(other.status == AttemptStatus.SUCCEEDED for other in intent.attempts.all())
    attempt.status = AttemptStatus.SUCCEEDED if first else AttemptStatus.DUPLICATE
    if not first:
        _close(attempt)
        _hold_duplicate(intent, attempt)
        return
    if intent.status == IntentStatus.CANCELED:
        _close(attempt)
        _capture(intent, attempt)
        publish.publish(publish.PAID_AFTER_CANCEL, intent)
        run_hooks(Moment.PAID_AFTER_CANCEL, intent, attempt)
        return
    _set_closed(attempt)
    batch = Batch()
    line = _capture(intent, attempt, batch)
    intent.status = IntentStatus.SUCCEEDED
    intent.succeeded_at = attempt.closed_at
    batch.update(attempt, *CLOSED)
    batch.update(intent, "status", "succeeded_at")
    publish.publish_succeeded(intent, attempt, line, batch)
    batch.write()
    run_hooks(Moment.SUCCEEDED, intent, attempt)


def _capture(intent: PaymentIntent, attempt: Attempt, batch: Batch | None = None) -> str | None:
    """Post the money; returns the id of the platform's balance transaction, if there is one."""
    lines = provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id)
    is_ours = any(name.of_platform for name, _amount in lines)
    line = BalanceEntry(None, "charge", attempt.charge_id or "", attempt.amount) if is_ours else None
    post_entry(
        reason="capture",
        reason_ref=intent.pk,  # unique: the database holds that an intent is captured once
        intent=intent,
        livemode=intent.livemode,
        lines=lines,
        reference=intent.reference or intent.transfer_group[:60],
        balance=[line] if line else [],
        batch=batch,
    )
    return line.id if line else None


def _close(attempt: Attempt) -> None:
    """Close the attempt. From now on it is a charge."""
    _set_closed(attempt)
    rows.update(attempt, *CLOSED)


def _set_closed(attempt: Attempt) -> None:
    attempt.closed_at = clock.now()
    attempt.charge_id = attempt.charge_id or new_id("ch")


def fail(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt has failed. The buyer may try again while the intent is open."""
    attempt.status = AttemptStatus.FAILED
    _close(attempt)
    publish.publish_charge_failed(attempt)
    if intent.status not in OPEN_STATUSES or intent.review:
        return
    others = [other for other in intent.attempts.all() if other.status == AttemptStatus.OPEN]
    if any(other.expires_at > clock.now() for other in others):
        return  # the buyer is paying with a newer attempt
    intent.status = IntentStatus.REQUIRES_PAYMENT_METHOD
    if _is_idle(intent):
        intent.expires_at = None  # the next confirmation sets a new deadline
    intent.save(update_fields=["status", "expires_at"])
    code = provider(attempt.provider).decline_code(attempt.response_code)
    publish.publish(publish.PAYMENT_FAILED, intent, decline_code=code)


def _is_idle(intent: PaymentIntent) -> bool:
    """Whether an intent of the API has no open attempt, and no checkout session of ours that ends by itself."""
    if intent.origin != Origin.API or intent.attempts.filter(status=AttemptStatus.OPEN).exists():
        return False
    return not CheckoutSession.objects.filter(intent=intent).exists()


def _hold_duplicate(intent: PaymentIntent, attempt: Attempt) -> None:
    """A second success: held in suspense; a hook refunds it."""
    lines = provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id)
    post_entry(
        reason="duplicate_payment",
        reason_ref=attempt.reference,
        intent=intent,
        livemode=intent.livemode,
        lines=[lines[0], (chart.platform_account(chart.SUSPENSE), -attempt.amount)],
        reference=intent.reference or intent.transfer_group[:60],
    )
    run_hooks(Moment.DUPLICATE, intent, attempt)


def _complete_again(intent: PaymentIntent, attempt: Attempt, result: AttemptResult) -> Completion:
    """A result for a closed attempt. A repetition changes nothing; a contradiction needs a person."""
    paid = attempt.status in (AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE)
    if attempt.status == AttemptStatus.FAILED and result.outcome is not Outcome.FAILED:
        _note(attempt, result)
        open_review(intent, attempt, result.review_reason or PaymentReviewReason.PAID_AFTER_FAILURE)
        return Completion.CONFLICT
    if paid and result.outcome is not Outcome.SUCCEEDED:
        return Completion.CONFLICT
    return Completion.DUPLICATE


NOTED = ("provider_ref", "response_code", "paid_at", "provider_data")
CLOSED = ("status", "charge_id", "closed_at", "confirmed_by", *NOTED)


def _note(attempt: Attempt, result: AttemptResult) -> None:
    attempt.provider_ref = result.provider_ref
    attempt.response_code = result.response_code
    attempt.paid_at = result.paid_at
    attempt.provider_data = attempt.provider_data | dict(result.data)
