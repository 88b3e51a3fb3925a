"""After the deadline: the provider's last word decides, and nothing is cancelled before it."""

import pytest

from payments import jobs
from payments.models import Attempt, AttemptStatus, IntentStatus, PaymentIntent, SandboxPayment
from payments.providers.base import Outcome, Told
from payments.providers.vnpay import querydr
from payments.services.close_overdue import ABANDONED, GRACE, close_overdue
from payments.services.settle_attempt import settle_attempt
from tests.payments.helpers import events, expire, make_attempt, make_intent, path_of, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(monkeypatch):
    def let(outcome: Outcome) -> None:
        told = Told(outcome, reason="07" if outcome is Outcome.REVIEW else "")
        monkeypatch.setattr(querydr, "ask", lambda attempt: told)

    return let


def overdue(seconds: float = 1) -> Attempt:
    attempt = make_attempt()
    expire(attempt, seconds=int(seconds))
    return attempt


def test_before_the_deadline_nothing_happens(says):
    attempt = make_attempt()
    says(Outcome.NOT_FOUND)
    before = state()
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.REQUIRES_ACTION
    assert state() == before


def test_an_intent_that_nobody_tried_to_pay_is_cancelled_at_once():
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
        (Outcome.SILENT, 24 * 3600, IntentStatus.PROCESSING),
        (Outcome.REVIEW, 1, IntentStatus.PROCESSING),
    ],
)
def test_last_words(says, outcome, overdue_for, becomes):
    attempt = overdue(overdue_for)
    says(outcome)
    assert close_overdue(intent_id=attempt.intent_id) == becomes
    intent = PaymentIntent.objects.get()
    assert intent.status == becomes
    assert intent.review is (outcome is Outcome.REVIEW)


def test_success_is_told_and_not_cancelled(says):
    attempt = overdue()
    says(Outcome.SUCCEEDED)
    close_overdue(intent_id=attempt.intent_id)
    close_overdue(intent_id=attempt.intent_id)
    assert events() == ["payment_intent.succeeded"]


def test_silence_first_and_success_later(says):
    attempt = overdue()
    says(Outcome.SILENT)
    close_overdue(intent_id=attempt.intent_id)
    says(Outcome.SUCCEEDED)
    assert close_overdue(intent_id=attempt.intent_id) == IntentStatus.SUCCEEDED


def test_what_waits_for_a_person_is_left_alone(says):
    attempt = make_attempt()
    settle_attempt(reference=attempt.reference, told=Told(Outcome.REVIEW, reason="07"))
    expire(attempt)
    says(Outcome.FAILED)
    before = state()
    close_overdue(intent_id=attempt.intent_id)
    assert state() == before


def test_the_stand_in_knows_an_unfinished_visit_as_expired(client):
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

    def test_asking_again_with_patience(self, says, waiting_jobs):
        attempt = make_attempt()
        says(Outcome.PENDING)
        jobs.query_attempt(attempt.reference, 0)
        assert waiting_jobs("payments.query_attempt") == [{"reference": attempt.reference, "nth": 1}]

    def test_patience_ends(self, says, waiting_jobs):
        attempt = make_attempt()
        says(Outcome.SILENT)
        jobs.query_attempt(attempt.reference, len(jobs.WAITS) - 1)
        assert waiting_jobs("payments.query_attempt") == []

    def test_a_settled_attempt_is_not_asked_about(self, says, waiting_jobs):
        attempt = make_attempt()
        says(Outcome.SUCCEEDED)
        jobs.query_attempt(attempt.reference, 0)
        jobs.query_attempt(attempt.reference, 0)
        assert waiting_jobs("payments.query_attempt") == []
        assert events() == ["payment_intent.succeeded"]

    def test_asked_for_once_however_often(self, waiting_jobs):
        for _ in range(3):
            jobs.ask_soon("REF")
        assert waiting_jobs("payments.query_attempt") == [{"reference": "REF", "nth": 0}]
