"""What every provider must do with a callback: one truth, checked and answered."""

from datetime import timedelta

import pytest

from core import clock
from payments import providers
from payments.events.serializers.registry import render
from payments.intents.queries import evidence_of, unresolved_messages
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.resolve_review import resolve_review
from payments.models import (
    Attempt,
    AttemptStatus,
    IntentStatus,
    PaymentIntent,
    ProviderMessage,
    Refund,
)
from payments.sdk import payment_intents
from tests.factories import make_officer
from tests.payments.helpers import events, ledger, state
from tests.payments.providers.contract import AMOUNT, call, paid, start_attempt, status_of
from tests.payments.providers.gateways import (
    DECLINED,
    GATEWAYS,
    PAID,
    SUSPECTED,
    Gateway,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dongpay", "books_are_right")]


class TestCallback:
    def test_success_completes_the_payment(self, gateway: Gateway) -> None:
        attempt = paid(gateway)
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.SUCCEEDED)
        assert (attempt.provider_ref, attempt.confirmed_by) == ("14422574", "ipn")
        assert attempt.paid_at is not None
        assert abs(attempt.paid_at - clock.now()) < timedelta(minutes=1)
        account = providers.provider(gateway.code).settlement_account
        assert ledger(attempt.intent) == {("capture", account): AMOUNT, ("capture", "customer_funds"): -AMOUNT}
        assert events() == ["payment_intent.succeeded"]

    def test_result_keeps_the_provider_data(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = attempt.provider_data
        call(gateway, gateway.signed_message(attempt, PAID))
        attempt.refresh_from_db()
        assert before.items() <= attempt.provider_data.items()
        assert len(attempt.provider_data) > len(before)

    def test_a_duplicate_changes_nothing(self, gateway: Gateway) -> None:
        attempt = paid(gateway)
        before = state()
        for _ in range(3):
            assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before
        assert ProviderMessage.objects.filter(provider=gateway.code, kind="ipn").count() == 4

    def test_a_wrong_amount_changes_nothing_and_asks_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = state()
        for amount in (AMOUNT - 1, AMOUNT + 1, AMOUNT * 100, 0):
            assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID, amount)))
        assert state() == before
        assert [message.review_reason for message in unresolved_messages()] == ["wrong_amount"]

    def test_bad_signature_changes_nothing_and_opens_no_review(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        before = state()
        message = gateway.signed_message(attempt, PAID)
        declined = gateway.signed_message(attempt, DECLINED)
        signature = next(name for name, value in message.items() if declined[name] != value and len(value) >= 64)
        unsigned = {name: value for name, value in message.items() if name != signature}
        zeros, swapped = {signature: "0" * len(message[signature])}, {signature: message[signature]}
        for forged in (unsigned, message | zeros, declined | swapped):
            assert not gateway.received(call(gateway, forged))
        assert state() == before
        assert not ProviderMessage.objects.exclude(signature_ok=False).exists()
        assert not unresolved_messages().exists()

    def test_an_unknown_reference_asks_for_a_person(self, gateway: Gateway) -> None:
        stranger = Attempt(reference="KHONGCO", amount=AMOUNT)
        assert not gateway.received(call(gateway, gateway.signed_message(stranger, PAID)))
        assert [message.review_reason for message in unresolved_messages()] == ["unknown_reference"]

    def test_another_providers_attempt_is_unknown(self, gateway: Gateway) -> None:
        other = next(one for one in GATEWAYS if one.code != gateway.code)
        attempt = start_attempt(other)
        before = state()
        assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before

    def test_a_refusal_lets_the_buyer_try_again(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert gateway.received(call(gateway, gateway.signed_message(attempt, DECLINED)))
        assert status_of(attempt) == (AttemptStatus.FAILED, IntentStatus.REQUIRES_PAYMENT_METHOD)
        seen = payment_intents.retrieve(attempt.intent_id)
        assert (seen.last_error, bool(str(seen.last_error_message))) == ("insufficient_funds", True)
        assert render(attempt)["failure_code"] == "card_declined"
        assert start_attempt(gateway, attempt.intent) != attempt

    def test_suspicion_waits_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert gateway.received(call(gateway, gateway.signed_message(attempt, SUSPECTED)))
        assert status_of(attempt) == (AttemptStatus.REVIEW, IntentStatus.REQUIRES_ACTION)
        assert all(str(label) and value for label, value in evidence_of(attempt))
        assert ledger(attempt.intent) == {}
        resolve_review(intent_id=attempt.intent_id, paid=True, actor=make_officer("operator"), note="Đã xem sao kê")
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.SUCCEEDED)

    def test_success_after_a_refusal_waits_for_a_person(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        call(gateway, gateway.signed_message(attempt, DECLINED))
        call(gateway, gateway.signed_message(attempt, PAID))
        assert status_of(attempt)[0] == AttemptStatus.REVIEW
        assert [message.review_reason for message in unresolved_messages()] == ["conflict"]

    def test_our_error_rolls_back_and_requests_another_call(
        self, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        attempt = start_attempt(gateway)
        before = state()
        with monkeypatch.context() as broken:
            broken.setattr("payments.callbacks.ipn.log_provider_message", lambda **message: 1 / 0)
            assert not gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert state() == before
        assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))

    def test_two_paid_attempts_are_one_payment_and_a_refund(self, gateway: Gateway) -> None:
        first = start_attempt(gateway)
        PaymentIntent.objects.filter(pk=first.intent_id).update(expires_at=clock.now() + timedelta(minutes=20))
        second = start_attempt(gateway, first.intent)
        assert first != second
        for attempt in (first, second):
            call(gateway, gateway.signed_message(attempt, PAID))
        assert [status_of(attempt)[0] for attempt in (first, second)] == ["succeeded", "duplicate"]
        assert Refund.objects.get().attempt == second

    def test_money_for_a_cancelled_intent_is_refunded(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        cancel_intent(intent_id=attempt.intent_id, reason="abandoned")
        assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
        assert status_of(attempt) == (AttemptStatus.SUCCEEDED, IntentStatus.CANCELED)
        assert Refund.objects.get().reason == "paid_after_cancel"
