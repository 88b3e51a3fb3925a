"""Reviews: a person's decision, audited."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden, NotFound
from payments.callbacks import ipn
from payments.intents import queries
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.resolve_message import resolve_message
from payments.intents.services.resolve_review import resolve_review
from payments.models import AttemptStatus, IntentStatus, PaymentIntent, PaymentReviewReason, ProviderMessage
from payments.providers.results import AttemptResult, Outcome
from tests.factories import make_officer, make_user, my_tho
from tests.integrity import mismatches
from tests.payments.helpers import events, expire, ledger, make_attempt, message, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_officer("operator")


@pytest.fixture
def doubtful():
    attempt = make_attempt()
    ipn.answer("vnpay", message(attempt, "07", "07"))
    attempt.refresh_from_db()
    return attempt


def decide(attempt, operator, paid: bool) -> PaymentIntent:
    return resolve_review(intent_id=attempt.intent_id, paid=paid, actor=operator, note="VNPay xác nhận qua điện thoại")


def all_is_well() -> None:
    assert mismatches("payments") == []


class TestDecideReview:
    def test_paid(self, doubtful, operator):
        assert [intent.pk for intent in queries.reviews_open()] == [doubtful.intent_id]
        intent = decide(doubtful, operator, paid=True)
        assert (intent.status, intent.review) == (IntentStatus.SUCCEEDED, False)
        assert ledger(intent)["capture", "provider:vnpay"] == 300_000
        assert events() == [
            "payment_intent.review_opened",
            "payment_intent.succeeded",
            "payment_intent.review_closed",
        ]
        entry = AuditEntry.objects.get()
        assert (entry.actor_id, entry.action) == (operator.pk, "payment.resolve_review")
        assert entry.object_ref == f"payments.PaymentIntent:{intent.pk}"
        assert entry.after["paid"] is True
        assert not queries.reviews_open().exists()
        all_is_well()

    def test_review_decided_as_unpaid_fails_the_attempt(self, doubtful, operator):
        intent = decide(doubtful, operator, paid=False)
        assert (intent.status, intent.review) == (IntentStatus.REQUIRES_PAYMENT_METHOD, False)
        assert ledger(intent) == {}
        assert events()[1:] == ["payment_intent.payment_failed", "payment_intent.review_closed"]

    def test_review_decided_as_unpaid_after_the_deadline_cancels_the_intent(self, doubtful, operator):
        expire(doubtful)
        assert decide(doubtful, operator, paid=False).status == IntentStatus.CANCELED
        assert events()[1:] == [
            "payment_intent.payment_failed",
            "payment_intent.canceled",
            "payment_intent.review_closed",
        ]

    def test_payment_after_a_cancellation_is_refunded_in_full(self, operator):
        attempt = make_attempt()
        cancel_intent(intent_id=attempt.intent_id, reason="expired")
        complete_attempt(
            reference=attempt.reference,
            result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
        )
        assert events() == ["payment_intent.canceled"]
        intent = decide(attempt, operator, paid=True)
        assert intent.status == IntentStatus.CANCELED
        assert intent.refunds.get().amount == 300_000
        all_is_well()

    def test_two_doubts_are_decided_one_by_one(self, doubtful, operator):
        other = doubtful.intent.attempts.create(
            provider="vnpay", reference="OTHER", amount=300_000, expires_at=doubtful.expires_at, status="review"
        )
        assert decide(doubtful, operator, paid=True).review is True
        assert decide(doubtful, operator, paid=True).review is False
        other.refresh_from_db()
        assert other.status == AttemptStatus.DUPLICATE
        all_is_well()

    def test_refusals(self, doubtful, operator):
        calm = make_attempt()
        before = state()
        with pytest.raises(DomainError, match="lý do"):
            resolve_review(intent_id=doubtful.intent_id, paid=True, actor=operator, note="  ")
        with pytest.raises(DomainError, check=lambda e: e.code == "PAYMENT_INTENT_UNEXPECTED_STATE"):
            decide(calm, operator, paid=True)
        assert AuditEntry.objects.count() == 0
        assert state() == before


class TestDecideCall:
    def test_once(self, operator):
        attempt = make_attempt()
        ipn.answer("vnpay", message(attempt, vnp_Amount="100"))
        (call,) = queries.unresolved_messages()
        assert list(queries.messages_of(attempt.intent_id)) == [call]
        resolve_message(call_id=call.pk, actor=operator, note="Sai cấu hình, VNPay đã sửa")
        call.refresh_from_db()
        assert (call.decided_by_id, call.decision) == (operator.pk, "Sai cấu hình, VNPay đã sửa")
        assert not queries.unresolved_messages().exists()
        assert AuditEntry.objects.get().action == "payment.resolve_message"
        with pytest.raises(DomainError, check=lambda e: e.code == "ALREADY_DECIDED"):
            resolve_message(call_id=call.pk, actor=operator, note="x")

    def test_refusals(self, operator):
        ipn.answer("vnpay", message(make_attempt()))
        with pytest.raises(NotFound):
            resolve_message(call_id=ProviderMessage.objects.get().pk, actor=operator, note="x")
        with pytest.raises(DomainError, check=lambda e: e.code == "REQUIRED"):
            resolve_message(call_id=1, actor=operator, note="")


def test_only_the_operator_resolves_a_message(doubtful):
    ipn.answer("vnpay", message(make_attempt(), vnp_TxnRef="UNKNOWN"))
    question = ProviderMessage.objects.exclude(review_reason="").get()
    before = state()
    for actor in (make_user(is_staff=True, is_superuser=True), make_officer("commune", my_tho())):
        with pytest.raises(Forbidden):
            decide(doubtful, actor, paid=True)
        with pytest.raises(Forbidden):
            resolve_message(call_id=question.pk, actor=actor, note="x")
    assert state() == before
