"""After the deadline the provider's final result decides; nothing is canceled before it."""

from datetime import timedelta

import pytest

from payments.intents import jobs
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.close_overdue import ABANDONED, GRACE, close_overdue
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, AttemptStatus, IntentStatus, PaymentIntent, PaymentReviewReason, Refund
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay import querydr
from sandbox.models import SandboxPayment
from tests.payments.bank.helpers import make_account, shown
from tests.payments.helpers import events, expire, make_attempt, make_intent, path_of, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers_with(monkeypatch):
    def let(outcome: Outcome) -> None:
        reported = AttemptResult(
            outcome, review_reason=PaymentReviewReason.SUSPECTED if outcome is Outcome.REVIEW else None
        )
        monkeypatch.setattr(querydr, "query_status", lambda attempt: reported)

    return let


def overdue(seconds: float = 1) -> Attempt:
    attempt = make_attempt()
    expire(attempt, seconds=int(seconds))
    return attempt


def test_intent_before_its_deadline_is_kept(answers_with):
    attempt = make_attempt()
    answers_with(Outcome.NOT_FOUND)
    before = state()
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.REQUIRES_ACTION
    assert state() == before


def test_intent_without_an_attempt_is_canceled_at_once():
    intent = make_intent(minutes=-1)
    assert close_overdue(intent_id=intent.pk) == IntentStatus.CANCELED
    intent.refresh_from_db()
    assert intent.cancellation_reason == "expired"
    assert events() == ["payment_intent.canceled"]


@pytest.mark.parametrize(
    ("outcome", "overdue_for", "becomes"),
    [
        (Outcome.SUCCEEDED, 1, IntentStatus.SUCCEEDED),
        (Outcome.FAILED, 1, IntentStatus.CANCELED),
        (Outcome.NOT_FOUND, 1, IntentStatus.PROCESSING),
        (Outcome.NOT_FOUND, GRACE.total_seconds() + 1, IntentStatus.CANCELED),
        (Outcome.PENDING, GRACE.total_seconds() + 1, IntentStatus.PROCESSING),
        (Outcome.PENDING, ABANDONED.total_seconds() + 1, IntentStatus.CANCELED),
        (Outcome.NO_RESPONSE, 24 * 3600, IntentStatus.PROCESSING),
        (Outcome.REVIEW, 1, IntentStatus.PROCESSING),
    ],
)
def test_last_words(answers_with, outcome, overdue_for, becomes):
    attempt = overdue(overdue_for)
    answers_with(outcome)
    assert close_overdue(intent_id=attempt.intent_id) == becomes
    intent = PaymentIntent.objects.get()
    assert intent.status == becomes
    assert intent.review is (outcome is Outcome.REVIEW)


def test_success_at_the_deadline_completes_and_is_not_cancelled(answers_with):
    attempt = overdue()
    answers_with(Outcome.SUCCEEDED)
    close_overdue(intent_id=attempt.intent_id)
    close_overdue(intent_id=attempt.intent_id)
    assert events() == ["payment_intent.succeeded"]


def test_silence_first_and_success_later(answers_with):
    attempt = overdue()
    answers_with(Outcome.NO_RESPONSE)
    close_overdue(intent_id=attempt.intent_id)
    answers_with(Outcome.SUCCEEDED)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.SUCCEEDED


def test_intent_in_review_is_kept(answers_with):
    attempt = make_attempt()
    complete_attempt(
        reference=attempt.reference, result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED)
    )
    expire(attempt)
    answers_with(Outcome.FAILED)
    before = state()
    close_overdue(intent_id=attempt.intent_id)
    assert state() == before


def test_sandbox_reports_an_unfinished_attempt_as_expired(client):
    attempt = make_attempt()
    client.get(path_of(attempt.redirect_url))
    expire(attempt)
    assert SandboxPayment.objects.update(expire_date="20200101000000") == 1
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.CANCELED
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.FAILED


class TestJobs:
    def test_the_periodic_job_takes_each_overdue_intent_once(self, waiting_jobs):
        attempt, _in_time = overdue(), make_attempt()
        jobs.close_overdue(timestamp=0)
        jobs.close_overdue(timestamp=1)
        assert waiting_jobs("payments.close_intent") == [{"intent_id": attempt.intent_id}]

    def test_asking_again_with_patience(self, answers_with, waiting_jobs):
        attempt = make_attempt()
        answers_with(Outcome.PENDING)
        jobs.poll_attempt(attempt.reference, 0)
        assert waiting_jobs("payments.poll_attempt") == [{"reference": attempt.reference, "nth": 1}]

    def test_patience_ends(self, answers_with, waiting_jobs):
        attempt = make_attempt()
        answers_with(Outcome.NO_RESPONSE)
        jobs.poll_attempt(attempt.reference, len(jobs.WAITS) - 1)
        assert waiting_jobs("payments.poll_attempt") == []

    def test_a_settled_attempt_is_not_asked_about(self, answers_with, waiting_jobs):
        attempt = make_attempt()
        answers_with(Outcome.SUCCEEDED)
        jobs.poll_attempt(attempt.reference, 0)
        jobs.poll_attempt(attempt.reference, 0)
        assert waiting_jobs("payments.poll_attempt") == []
        assert events() == ["payment_intent.succeeded"]

    def test_status_query_is_queued_once(self, waiting_jobs):
        for _ in range(3):
            jobs.poll_soon("REF")
        assert waiting_jobs("payments.poll_attempt") == [{"reference": "REF", "nth": 0}]

    def test_provider_without_status_query_is_not_asked(self, waiting_jobs, run_events):
        """Of a transfer its feed tells, or a person: a question to the bank would bring nothing."""
        vietqr, vnpay = shown(make_account()), make_attempt()
        for attempt in (vietqr, vnpay):
            jobs.poll_open_attempts(attempt.intent_id)
        assert waiting_jobs("payments.poll_attempt") == [{"reference": vnpay.reference, "nth": 0}]

        for attempt in (vietqr, vnpay):
            cancel_intent(intent_id=attempt.intent_id, reason="requested_by_customer")
        run_events()
        assert waiting_jobs("payments.poll_ended_attempt") == [{"reference": vnpay.reference, "nth": 0}]

    def test_attempts_without_an_answer_do_not_delay_others(self, waiting_jobs, monkeypatch):
        monkeypatch.setattr(jobs, "A_SWEEP", 2)
        silent = {overdue(seconds=90_000).intent_id for _ in range(3)}
        fresh = overdue().intent_id
        jobs.close_overdue(timestamp=20)
        assert waiting_jobs("payments.close_intent") == [{"intent_id": fresh}]
        jobs.close_overdue(timestamp=900)
        requested = {job["intent_id"] for job in waiting_jobs("payments.close_intent")}
        assert len(requested) == 3
        assert requested < silent | {fresh}


class TestLastWords:
    """A buyer canceled the order after starting to pay, and paid: there was no IPN and no return."""

    @pytest.fixture
    def canceled(self, run_events):
        attempt = make_attempt()
        cancel_intent(intent_id=attempt.intent_id, reason="requested_by_customer")
        run_events()
        return attempt

    def test_late_payment_is_detected_and_refunded(self, answers_with, canceled, waiting_jobs):
        assert waiting_jobs("payments.poll_ended_attempt") == [{"reference": canceled.reference, "nth": 0}]
        answers_with(Outcome.SUCCEEDED)

        jobs.poll_ended_attempt(canceled.reference)

        refund = Refund.objects.get()
        assert (refund.amount, refund.reason) == (300_000, "paid_after_cancel")
        assert len(waiting_jobs("payments.poll_ended_attempt")) == 1

    def test_silence_is_asked_ever_more_rarely_and_not_for_ever(self, answers_with, canceled, waiting_jobs):
        answers_with(Outcome.NO_RESPONSE)
        for nth in range(len(jobs.AFTER)):
            jobs.poll_ended_attempt(canceled.reference, nth)
        assert [job["nth"] for job in waiting_jobs("payments.poll_ended_attempt")] == list(range(len(jobs.AFTER)))

    def test_other_attempts_of_a_paid_intent_are_polled(self, answers_with, waiting_jobs, run_events):
        first = make_attempt()
        Attempt.objects.filter(pk=first.pk).update(expires_at=first.expires_at - timedelta(seconds=1))
        second = make_attempt(first.intent)
        complete_attempt(reference=second.reference, result=AttemptResult(Outcome.SUCCEEDED))
        run_events()
        assert waiting_jobs("payments.poll_ended_attempt") == [{"reference": first.reference, "nth": 0}]
        answers_with(Outcome.SUCCEEDED)

        jobs.poll_ended_attempt(first.reference)

        assert Refund.objects.get().reason == "paid_twice"

    def test_completed_attempt_queues_no_status_query(self, waiting_jobs, run_events):
        complete_attempt(reference=make_attempt().reference, result=AttemptResult(Outcome.SUCCEEDED))
        run_events()
        assert waiting_jobs("payments.poll_ended_attempt") == []
