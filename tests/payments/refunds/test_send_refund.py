"""Sending refunds: once each, in order; every đồng is posted once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from core import clock
from core.errors import NotFound
from payments.callbacks import ipn
from payments.intents.services.cancel_intent import cancel_intent
from payments.models import Attempt, AttemptStatus, ProviderMessage, Refund, RefundPhase
from payments.providers.results import RefundOutcome
from payments.providers.vnpay.messages import VNPayData
from payments.refunds import jobs as refund_jobs
from payments.refunds.services import send_refund as sending
from payments.refunds.services.complete_refund import succeed_refund
from payments.refunds.services.send_refund import send_refund
from sandbox.models import SandboxRefund
from tests.payments.helpers import ledger, make_attempt, make_intent, message, state
from tests.payments.refunds.helpers import (
    AT_PROVIDER,
    DONE,
    FAILED,
    QUEUED,
    UNKNOWN,
    all_is_well,
    ask,
    stands,
    steer,
)

pytestmark = pytest.mark.django_db


class TestEnds:
    def test_the_whole_is_done_and_posted(self, paid):
        refund = ask(paid, 300_000)
        assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED
        assert stands(refund) == DONE
        requested = SandboxRefund.objects.get()
        assert (requested.transaction_type, requested.amount, requested.request_id) == (
            "02",
            30_000_000,
            refund.pk.replace("_", ""),
        )
        assert (refund.provider_ref, refund.response_code) == (requested.transaction_no, "0000")
        assert refund.sent_at
        assert refund.ended_at
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        assert ledger(paid.intent)["refund_settled", "refunds_transit"] == 300_000
        all_is_well("payments")

    @pytest.mark.parametrize(
        ("play", "outcome", "end", "code"),
        [
            ("success", RefundOutcome.SUCCEEDED, DONE, "0000"),
            ("sent_to_bank", RefundOutcome.SUCCEEDED, DONE, "0006"),
            ("processing", RefundOutcome.AT_PROVIDER, AT_PROVIDER, "0005"),
            ("refuse", RefundOutcome.REFUSED, FAILED, "0009"),
            ("not_successful", RefundOutcome.REFUSED, FAILED, "95"),
            ("unknown_error", RefundOutcome.UNKNOWN, UNKNOWN, "99"),
            ("silent", RefundOutcome.UNKNOWN, UNKNOWN, ""),
            ("error", RefundOutcome.UNKNOWN, UNKNOWN, ""),
            ("bad_signature", RefundOutcome.UNKNOWN, UNKNOWN, ""),
            ("wrong_amount", RefundOutcome.UNKNOWN, UNKNOWN, "0000"),
            ("other_merchant", RefundOutcome.UNKNOWN, UNKNOWN, ""),
            ("unreachable", RefundOutcome.NOT_SENT, QUEUED, ""),
        ],
    )
    def test_every_answer(self, paid, play, outcome, end, code):
        refund = ask(paid, 40_000)
        steer(txn_ref=paid.reference, refund=play)
        assert send_refund(refund_id=refund.pk) is outcome
        assert stands(refund) == end
        assert refund.response_code == code
        moved = ledger(paid.intent)
        assert moved.get(("refund_settled", "provider:vnpay"), 0) == (-40_000 if end == DONE else 0)
        assert moved.get(("refund_failed", "customer_funds"), 0) == (-40_000 if end == FAILED else 0)
        # The request and what came back, both kept, with whose they are.
        assert list(refund.messages.order_by("pk").values_list("kind", flat=True)) == ["refund_request", "refund"]
        all_is_well("payments")

    def test_refused_refund_has_a_reason_and_frees_the_amount(self, paid):
        refund = ask(paid, 300_000)
        steer(txn_ref=paid.reference, refund="not_successful")
        send_refund(refund_id=refund.pk)
        assert stands(refund) == FAILED
        assert refund.failure_reason == "declined"
        assert ask(paid, 300_000, "again").amount == 300_000

    def test_payment_confirmed_by_another_holder_of_the_key(self):
        attempt = make_attempt()
        ipn.answer("vnpay", message(attempt))
        refund = ask(attempt, 300_000)
        assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED
        assert SandboxRefund.objects.get().payment.transaction_no == "14422574"
        assert stands(refund) == DONE

    def test_a_payment_that_the_gateway_does_not_know(self, paid):
        Attempt.objects.update(provider_data=VNPayData(create_date="20200101000000").document())
        refund = ask(paid, 300_000)
        assert send_refund(refund_id=refund.pk) is RefundOutcome.REFUSED
        assert (*stands(refund), refund.response_code) == (*FAILED, "91")

    def test_duplicate_payment_is_refunded_whole(self):
        intent = make_intent()
        first = make_attempt(intent)
        Attempt.objects.filter(pk=first.pk).update(expires_at=clock.now() + timedelta(hours=1))
        second = make_attempt(intent)
        for attempt in (first, second):
            steer(txn_ref=attempt.reference, outcome="success")
        second.refresh_from_db()
        assert second.status == AttemptStatus.DUPLICATE
        refund = second.refunds.get()
        assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED
        assert stands(refund) == DONE
        requested = SandboxRefund.objects.get()
        assert (requested.payment.txn_ref, requested.transaction_type) == (second.reference, "02")
        all_is_well("payments")

    def test_money_for_a_cancelled_intent_is_refunded_in_full(self):
        attempt = make_attempt()
        cancel_intent(intent_id=attempt.intent_id, reason="expired")
        steer(txn_ref=attempt.reference, outcome="success")
        refund = attempt.refunds.get()
        send_refund(refund_id=refund.pk)
        assert stands(refund) == DONE
        all_is_well("payments")


class TestParts:
    def test_several_parts_then_the_rest(self, paid):
        amounts = [100_000, 150_000, 50_000]
        refunds = [ask(paid, amount, f"part-{amount}") for amount in amounts]
        for refund in refunds:
            assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED
        requested = list(SandboxRefund.objects.order_by("pk").values_list("transaction_type", "amount"))
        assert requested == [("03", 10_000_000), ("03", 15_000_000), ("03", 5_000_000)]
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        all_is_well("payments")

    def test_each_waits_for_those_before_it(self, paid):
        first, second, third = (ask(paid, 50_000, f"part-{n}") for n in range(3))
        assert send_refund(refund_id=second.pk) is None
        steer(txn_ref=paid.reference, refund="silent")
        send_refund(refund_id=first.pk)
        assert send_refund(refund_id=second.pk) is None  # the first may still be under way at VNPay
        assert stands(second) == QUEUED
        succeed_refund(refund_id=first.pk, proof="VNPay 15000001")
        steer(txn_ref=paid.reference, refund="processing")
        assert send_refund(refund_id=second.pk) is RefundOutcome.AT_PROVIDER
        assert send_refund(refund_id=third.pk) is RefundOutcome.AT_PROVIDER  # taken on is not in flight

    def test_another_payment_does_not_wait(self, paid):
        other = make_attempt()
        steer(txn_ref=other.reference, outcome="success", refund="silent")
        lost, well = ask(other, 300_000), ask(paid, 300_000)
        send_refund(refund_id=lost.pk)
        assert (send_refund(refund_id=well.pk), stands(lost)) == (RefundOutcome.SUCCEEDED, UNKNOWN)

    def test_the_database_itself_allows_one_in_flight(self, paid):
        first, second = ask(paid, 50_000, "a"), ask(paid, 50_000, "b")
        Refund.objects.filter(pk=first.pk).update(phase=RefundPhase.IN_FLIGHT)
        with pytest.raises(IntegrityError, match="payments_refund_one_in_flight"), transaction.atomic():
            Refund.objects.filter(pk=second.pk).update(phase=RefundPhase.IN_FLIGHT)


class TestNeverTwice:
    @pytest.mark.parametrize("play", ["success", "processing", "refuse", "silent", "error", "bad_signature"])
    def test_sent_refund_is_not_sent_again(self, paid, play):
        refund = ask(paid, 300_000)
        steer(txn_ref=paid.reference, refund=play)
        send_refund(refund_id=refund.pk)
        before = state()
        assert send_refund(refund_id=refund.pk) is None
        refund_jobs.send_refund(refund.pk)
        refund_jobs.sweep_refunds(0)
        assert state() == before
        assert ProviderMessage.objects.filter(kind="refund_request").count() == 1

    def test_unsent_refund_is_sent_later(self, paid, waiting_jobs):
        refund = ask(paid, 300_000)
        steer(fault={"refund": "unreachable", "times": 2})
        for nth in range(2):
            refund_jobs.send_refund(refund.pk, nth)
            assert (*stands(refund), refund.sent_at) == (*QUEUED, None)
        assert waiting_jobs("payments.send_refund") == [{"refund_id": refund.pk, "nth": 1}]
        refund_jobs.send_refund(refund.pk, 2)
        assert stands(refund) == DONE
        assert SandboxRefund.objects.count() == 1

    def test_refunds_of_the_other_mode_stay(self, paid, monkeypatch):
        refund = ask(paid, 300_000)
        monkeypatch.setattr(sending, "livemode", lambda: True)
        assert send_refund(refund_id=refund.pk) is None
        assert stands(refund) == QUEUED

    def test_an_unknown_refund_is_not_found(self):
        with pytest.raises(NotFound):
            send_refund(refund_id="re_none")
