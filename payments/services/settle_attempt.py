"""The completion of a payment: the one place where a provider's word moves money, called by IPN, querydr and the desk.

Idempotent, under the lock of the intent and no other; what follows for orders and stock follows by event.
"""

from enum import StrEnum

from django.db import transaction

from core import clock, rows
from core.identifiers import new_id
from payments import chart, events
from payments.balance import Line
from payments.hosted.services.end_session import session_completed
from payments.locks import lock_attempt
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, CheckoutSession, IntentStatus, MadeBy, PaymentIntent
from payments.payees.services.create_transfer import allot
from payments.providers import provider
from payments.providers.base import SETTLING, Outcome, Told
from payments.refunds.services.create_refund import queue_refund
from payments.services.open_review import open_review
from payments.services.post import post


class Settlement(StrEnum):
    """What a word did."""

    SETTLED = "settled"  # the attempt was open, and now it is not
    ALREADY = "already"  # it was not open any more: nothing changed
    CONTRADICTED = "contradicted"  # it says otherwise than an earlier word: a person must look
    NOTHING = "nothing"  # the word was not final


def settle_attempt(*, reference: str, told: Told, told_by: str = "") -> Settlement:
    """Take the checked word of a provider on an attempt. Raises NotFound for an unknown reference.

    `told_by` says whose word it was: "ipn", "querydr", a bank feed's name, "declared", "desk".
    """
    if told.outcome not in SETTLING:
        return Settlement.NOTHING
    with transaction.atomic():
        intent, attempt = lock_attempt(reference)
        if attempt.status != AttemptStatus.OPEN:
            return _hear_again(intent, attempt, told)
        _note(attempt, told)
        attempt.told_by = told_by
        if told.outcome is Outcome.SUCCEEDED:
            succeed(intent, attempt)
        elif told.outcome is Outcome.REVIEW:
            open_review(intent, attempt, told.reason)
        else:
            fail(intent, attempt)
        return Settlement.SETTLED


def succeed(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt's money has come. Its intent is locked and the attempt is not settled yet."""
    first = not any(other.status == AttemptStatus.SUCCEEDED for other in intent.attempts.all())
    attempt.status = AttemptStatus.SUCCEEDED if first else AttemptStatus.SURPLUS
    _close(attempt)
    if not first:
        _keep_surplus(intent, attempt)
        return
    line = _capture(intent, attempt)
    if intent.status == IntentStatus.CANCELED:
        events.tell(events.PAID_AFTER_CANCEL, intent)
        queue_refund(intent, attempt, amount=attempt.amount, reason="paid_after_cancel", reference=attempt.reference)
        return
    intent.status = IntentStatus.SUCCEEDED
    intent.succeeded_at = attempt.closed_at
    rows.update(intent, "status", "succeeded_at")
    events.tell_paid(intent, attempt, line)
    session_completed(intent)
    if intent.transfer_destination is not None:
        _pass_on(intent)


def _capture(intent: PaymentIntent, attempt: Attempt) -> str | None:
    """Post the money; the id of the platform's balance transaction, where it is the platform's."""
    lines = provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id)
    is_ours = any(name.of_platform for name, _amount in lines)
    told = Line(None, "charge", attempt.charge_id or "", attempt.amount) if is_ours else None
    post(
        cause="capture",
        cause_ref=intent.pk,  # unique: the database itself takes an intent's money once
        intent=intent,
        livemode=intent.livemode,
        lines=lines,
        reference=intent.reference or intent.transfer_group[:60],
        balance=[told] if told else [],
    )
    return told.id if told else None


def _pass_on(intent: PaymentIntent) -> None:
    """A destination charge: its payee's share in the moment of success, with no return window of ours to wait for.

    Nothing may refuse here, or the money that came would be written nowhere: a fee that the share cannot bear beside
    the tax withheld of it is kept as far as it goes.
    """
    payee = intent.transfer_destination
    if payee is None:
        raise AssertionError("only a destination charge is passed on")
    allot(
        intent,
        payee,
        amount=intent.transfer_amount or intent.amount,
        reference=intent.pk,
        application_fee_amount=intent.application_fee_amount or 0,  # what the caller said, as with Stripe
        released=True,
        fee_yields=True,
    )


def _close(attempt: Attempt) -> None:
    """The attempt is settled: from now on it is a charge."""
    attempt.closed_at = clock.now()
    attempt.charge_id = attempt.charge_id or new_id("ch")
    rows.update(attempt, "status", "charge_id", "closed_at", "told_by", *NOTED)


def fail(intent: PaymentIntent, attempt: Attempt) -> None:
    """The attempt's money has not come and will not. The buyer may try again while the intent is open."""
    attempt.status = AttemptStatus.FAILED
    _close(attempt)
    events.tell_failed(attempt)
    if intent.status not in OPEN_STATUSES or intent.review:
        return
    others = [other for other in intent.attempts.all() if other.status == AttemptStatus.OPEN]
    if any(other.expires_at > clock.now() for other in others):
        return  # the buyer stands at the provider with a newer attempt
    intent.status = IntentStatus.REQUIRES_PAYMENT_METHOD
    if _waits_for_nobody(intent):
        intent.expires_at = None  # the next confirmation sets a new deadline
    intent.save(update_fields=["status", "expires_at"])
    code = provider(attempt.provider).decline_code(attempt.response_code)
    events.tell(events.PAYMENT_FAILED, intent, decline_code=code)


def _waits_for_nobody(intent: PaymentIntent) -> bool:
    """Whether an intent of the API is at no provider any more, and on no page of ours that ends by itself."""
    if intent.made_by != MadeBy.API or intent.attempts.filter(status=AttemptStatus.OPEN).exists():
        return False
    return not CheckoutSession.objects.filter(intent=intent).exists()


def _keep_surplus(intent: PaymentIntent, attempt: Attempt) -> None:
    """A second success: kept apart in suspense, and on its way back."""
    lines = provider(attempt.provider).capture_lines(attempt.amount, intent.payee_id)
    post(
        cause="surplus",
        cause_ref=attempt.reference,
        intent=intent,
        livemode=intent.livemode,
        lines=[lines[0], (chart.one(chart.SUSPENSE), -attempt.amount)],
        reference=intent.reference or intent.transfer_group[:60],
    )
    queue_refund(intent, attempt, amount=attempt.amount, reason="paid_twice", reference=attempt.reference)


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


NOTED = ("provider_ref", "response_code", "transaction_status", "bank_code", "paid_at")


def _note(attempt: Attempt, told: Told) -> None:
    attempt.provider_ref = told.provider_ref
    attempt.response_code = told.response_code
    attempt.transaction_status = told.transaction_status
    attempt.bank_code = told.bank_code
    attempt.paid_at = told.paid_at
