"""The life of an intent through the SDK: create, confirm, extend, cancel."""

from datetime import timedelta

import pytest
from django.conf import settings

from core import clock
from core.errors import DomainError, NotFound
from core.models import IdempotentAnswer
from payments import sdk
from payments.intents.services.complete_attempt import Completion, complete_attempt
from payments.models import Attempt, AttemptStatus, IntentStatus, PaymentIntent, PaymentReviewReason
from payments.providers.results import AttemptResult, Outcome
from tests.payments.helpers import events, expire, key, make_attempt, make_intent, state

pytestmark = pytest.mark.django_db
CONFIRM_PARAMS = {"return_url": "http://shop.example/tro-ve", "ip": "1.2.3.4"}
PAID, FAILED = AttemptResult(Outcome.SUCCEEDED, response_code="00"), AttemptResult(Outcome.FAILED, response_code="51")


def refused(code: str):
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def create(**changes):
    fields = {"amount": 300_000, "expires_at": clock.now() + timedelta(minutes=15), "idempotency_key": key()}
    return sdk.payment_intents.create(**fields | changes)


class TestCreate:
    def test_shape(self):
        created = create(transfer_group="c1", description="Đơn hàng", metadata={"a": 1})
        assert created.id.startswith("pi_")
        assert (created.amount, created.currency, created.status, created.livemode) == (
            300_000,
            "vnd",
            "requires_payment_method",
            False,
        )
        assert (created.transfer_group, created.description, created.metadata) == ("c1", "Đơn hàng", {"a": 1})
        assert (created.redirect_url, created.last_error, created.amount_received, created.review) == (
            None,
            None,
            0,
            False,
        )
        assert sdk.payment_intents.retrieve(created.id) == created

    def test_one_key_makes_one_intent(self):
        until = clock.now() + timedelta(minutes=15)
        first = create(expires_at=until, idempotency_key="once")
        assert create(expires_at=until, idempotency_key="once") == first
        assert PaymentIntent.objects.count() == 1
        with refused("IDEMPOTENCY_MISMATCH"):
            create(expires_at=until, amount=1, idempotency_key="once")
        assert PaymentIntent.objects.count() == 1

    @pytest.mark.parametrize(
        ("amount", "code"),
        [(-5, "AMOUNT_TOO_SMALL"), (4_999, "AMOUNT_TOO_SMALL"), (1_000_000_000, "AMOUNT_TOO_LARGE")],
    )
    def test_amounts(self, amount, code):
        with refused(code):
            create(amount=amount)
        assert (PaymentIntent.objects.count(), IdempotentAnswer.objects.count()) == (0, 0)

    def test_unknown_method(self):
        with refused("PAYMENT_METHOD_UNSUPPORTED"):
            create(payment_method_type="momo")

    def test_order_of_lists_is_the_sequence(self):
        ids = [create().id for _ in range(3)]
        assert list(PaymentIntent.objects.order_by("sequence").values_list("pk", flat=True)) == ids

    def test_retrieve_many(self, django_assert_num_queries):
        ids = [make_attempt().intent_id for _ in range(3)]
        with django_assert_num_queries(1):
            matches = sdk.payment_intents.retrieve_many([*ids, "pi_none"])
        assert sorted(matches) == sorted(ids)
        with pytest.raises(NotFound):
            sdk.payment_intents.retrieve("pi_none")


class TestConfirm:
    def test_sends_the_buyer_to_vnpay(self):
        intent = make_intent()
        sent = sdk.payment_intents.confirm(intent.pk, **CONFIRM_PARAMS, idempotency_key=key())
        assert sent.status == "requires_action"
        assert sent.redirect_url.startswith(settings.VNPAY["pay_url"] + "?vnp_Amount=30000000&vnp_Command=pay&")
        assert f"vnp_TxnRef={sent.reference}" in sent.redirect_url

    def test_second_press_returns_the_same_attempt(self):
        intent = make_intent()
        references = {
            sdk.payment_intents.confirm(intent.pk, **CONFIRM_PARAMS, idempotency_key=key()).reference for _ in range(3)
        }
        assert len(references) == 1

    def test_confirm_after_a_failure_makes_a_new_attempt(self):
        first = make_attempt()
        complete_attempt(reference=first.reference, result=FAILED)
        seen = sdk.payment_intents.retrieve(first.intent_id)
        assert (seen.status, seen.last_error, seen.redirect_url) == (
            "requires_payment_method",
            "insufficient_funds",
            None,
        )
        assert "không đủ số dư" in str(seen.last_error_message)
        again = sdk.payment_intents.confirm(first.intent_id, **CONFIRM_PARAMS, idempotency_key=key())
        assert again.reference != first.reference
        assert (again.status, again.last_error) == ("requires_action", None)

    def test_refusals(self):
        paid, canceled, overdue, doubtful = (make_attempt() for _ in range(4))
        complete_attempt(reference=paid.reference, result=PAID)
        sdk.payment_intents.cancel(canceled.intent_id, reason="buyer", idempotency_key=key())
        expire(overdue)
        complete_attempt(
            reference=doubtful.reference,
            result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
        )
        before = state()
        for attempt, code in [
            (paid, "PAYMENT_INTENT_UNEXPECTED_STATE"),
            (canceled, "PAYMENT_INTENT_UNEXPECTED_STATE"),
            (overdue, "PAYMENT_EXPIRED"),
            (doubtful, "PAYMENT_UNDER_REVIEW"),
        ]:
            with refused(code):
                sdk.payment_intents.confirm(attempt.intent_id, **CONFIRM_PARAMS, idempotency_key=key())
        assert state() == before

    def test_unknown_intent_is_not_found(self):
        with pytest.raises(NotFound):
            sdk.payment_intents.confirm("pi_none", **CONFIRM_PARAMS, idempotency_key=key())


class TestExtend:
    def test_failed_intent_is_extended(self):
        attempt = make_attempt()
        complete_attempt(reference=attempt.reference, result=FAILED)
        expire(attempt)
        until = clock.now() + timedelta(minutes=15)
        assert sdk.payment_intents.extend(attempt.intent_id, until).expires_at == until
        assert sdk.payment_intents.confirm(attempt.intent_id, **CONFIRM_PARAMS, idempotency_key=key()).redirect_url

    def test_pending_attempt_is_not_extended(self):
        attempt = make_attempt()
        expire(attempt)
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            sdk.payment_intents.extend(attempt.intent_id, clock.now() + timedelta(minutes=15))

    def test_ended_intent_is_not_extended(self):
        attempt = make_attempt()
        complete_attempt(reference=attempt.reference, result=PAID)
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            sdk.payment_intents.extend(attempt.intent_id, clock.now())


class TestCancel:
    def test_once(self):
        intent = make_intent()
        seen = sdk.payment_intents.cancel(intent.pk, reason="requested_by_customer", idempotency_key=key())
        assert (seen.status, seen.cancellation_reason) == ("canceled", "requested_by_customer")
        assert seen.canceled_at is not None
        assert sdk.payment_intents.cancel(intent.pk, reason="again", idempotency_key=key()) == seen
        assert events() == ["payment_intent.canceled"]

    def test_paid_or_reviewed_intent_is_not_canceled(self):
        paid, doubtful = make_attempt(), make_attempt()
        complete_attempt(reference=paid.reference, result=PAID)
        complete_attempt(
            reference=doubtful.reference,
            result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
        )
        with refused("PAYMENT_INTENT_UNEXPECTED_STATE"):
            sdk.payment_intents.cancel(paid.intent_id, reason="x", idempotency_key=key())
        with refused("PAYMENT_UNDER_REVIEW"):
            sdk.payment_intents.cancel(doubtful.intent_id, reason="x", idempotency_key=key())


class TestSettle:
    @pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.NOT_FOUND, Outcome.NO_RESPONSE])
    def test_result_that_is_not_final_changes_nothing(self, outcome):
        attempt = make_attempt()
        before = state()
        assert complete_attempt(reference=attempt.reference, result=AttemptResult(outcome)) is Completion.NOT_FINAL
        assert state() == before

    def test_unknown_reference(self):
        with pytest.raises(NotFound):
            complete_attempt(reference="none", result=PAID)

    def test_failed_old_attempt_does_not_end_the_new_one(self):
        old = make_attempt()
        Attempt.objects.filter(pk=old.pk).update(expires_at=clock.now() + timedelta(minutes=1))
        new = make_attempt(old.intent)
        assert new.pk != old.pk
        complete_attempt(reference=old.reference, result=FAILED)
        assert PaymentIntent.objects.get().status == IntentStatus.REQUIRES_ACTION
        assert events() == []

    def test_a_failure_after_the_cancellation_is_noted_quietly(self):
        attempt = make_attempt()
        sdk.payment_intents.cancel(attempt.intent_id, reason="expired", idempotency_key=key())
        complete_attempt(reference=attempt.reference, result=FAILED)
        attempt.refresh_from_db()
        assert (attempt.status, attempt.intent.status) == (AttemptStatus.FAILED, IntentStatus.CANCELED)
        assert events() == ["payment_intent.canceled"]
