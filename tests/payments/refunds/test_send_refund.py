"""Sending refunds: once each, in order, also after a crash between two steps; every đồng is posted once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError

from core import clock
from core.errors import NotFound
from core.outbox import deliver_due
from payments.callbacks import ipn
from payments.intents.services.cancel_intent import cancel_intent
from payments.models import Attempt, AttemptStatus, ProviderMessage, Refund, RefundPhase, RefundStatus
from payments.providers.results import RefundOutcome, RefundResult
from payments.providers.vnpay import api
from payments.providers.vnpay import refund as vnpay_refund
from payments.providers.vnpay.messages import VNPayData
from payments.refunds import jobs as refund_jobs
from payments.refunds.services import send_refund as sending
from payments.refunds.services.complete_refund import fail_refund, succeed_refund
from payments.refunds.services.send_refund import record_refund_result, send_refund
from payments.refunds.services.sweep_refunds import LOST_AFTER, sweep_refunds
from sandbox.models import SandboxPlay, SandboxRefund
from sandbox.vnpay import faults
from tests.payments.helpers import ledger, make_attempt, make_intent, message, state
from tests.payments.refunds.helpers import (
    AT_PROVIDER,
    AWAITING,
    DONE,
    FAILED,
    QUEUED,
    UNKNOWN,
    all_is_well,
    ask,
    make_paid,
    stands,
    steer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> Attempt:
    return make_paid()


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


class Killed(BaseException):
    """The worker dies here."""


class TestKilled:
    """Killed between any two steps: a refund in flight becomes a question, and no request is sent twice."""

    def lose(self, refund: Refund) -> None:
        """The time passes after which nobody will hear of it."""
        Refund.objects.filter(pk=refund.pk).update(sent_at=clock.now() - LOST_AFTER)

    def test_worker_killed_before_sending_sends_later(self, paid, monkeypatch):
        refund = ask(paid, 300_000)
        with monkeypatch.context() as broken:
            broken.setattr(sending, "_is_next", self.die)
            with pytest.raises(Killed):
                send_refund(refund_id=refund.pk)
        assert stands(refund) == QUEUED
        assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED

    @pytest.mark.parametrize(
        ("where", "name", "sent"),
        [
            (vnpay_refund, "request", 0),
            (api, "post", 0),
            (vnpay_refund, "_judge", 1),
            (sending, "record_refund_result", 1),
            (sending, "succeed_refund", 1),
        ],
    )
    def test_worker_killed_while_sending_does_not_send_again(self, paid, monkeypatch, where, name, sent):
        refund = ask(paid, 300_000)
        with monkeypatch.context() as broken:
            broken.setattr(where, name, self.die)
            with pytest.raises(Killed):
                send_refund(refund_id=refund.pk)
        assert stands(refund) == (RefundPhase.IN_FLIGHT, RefundStatus.PENDING)
        assert SandboxRefund.objects.count() == sent
        before = state()
        assert send_refund(refund_id=refund.pk) is None  # the job, given back to the living
        assert sweep_refunds() == []  # too early to say
        assert state() == before
        self.lose(refund)
        assert sweep_refunds() == [refund.pk]
        assert stands(refund) == UNKNOWN
        assert send_refund(refund_id=refund.pk) is None
        assert SandboxRefund.objects.count() == sent
        all_is_well("payments")

    @staticmethod
    def die(*args, **kwargs):
        raise Killed

    def test_an_answer_after_all_still_counts(self, paid):
        refund = ask(paid, 300_000)
        Refund.objects.filter(pk=refund.pk).update(phase=RefundPhase.UNKNOWN, sent_at=clock.now())
        record_refund_result(refund_id=refund.pk, result=RefundResult(RefundOutcome.SUCCEEDED, provider_ref="15000001"))
        assert stands(refund) == DONE

    @pytest.mark.parametrize(
        ("outcome", "end", "asks"),
        [
            (RefundOutcome.SUCCEEDED, fail_refund, True),
            (RefundOutcome.REFUSED, succeed_refund, True),
            (RefundOutcome.SUCCEEDED, succeed_refund, False),
            (RefundOutcome.REFUSED, fail_refund, False),
            (RefundOutcome.UNKNOWN, fail_refund, False),
        ],
    )
    def test_an_answer_after_the_decision_moves_nothing(self, paid, outcome, end, asks):
        refund = ask(paid, 300_000)
        end(refund_id=refund.pk, **({"reason": "declined"} if end is fail_refund else {"proof": "x"}))
        before = state()
        record_refund_result(refund_id=refund.pk, result=RefundResult(outcome))
        assert state() == before
        assert ProviderMessage.objects.exclude(review_reason="").exists() is asks


class TestJobs:
    def test_created_is_deferred_once_and_sent(self, paid, waiting_jobs):
        refund = ask(paid, 300_000)
        deliver_due()
        refund_jobs.sweep_refunds(0)
        assert waiting_jobs("payments.send_refund") == [{"refund_id": refund.pk, "nth": 0}]
        refund_jobs.send_refund(refund.pk)
        assert stands(refund) == DONE

    def test_the_next_of_a_payment_follows(self, paid, waiting_jobs):
        first, second = ask(paid, 50_000, "a"), ask(paid, 50_000, "b")
        refund_jobs.send_refund(first.pk)
        assert waiting_jobs("payments.send_refund") == [{"refund_id": second.pk, "nth": 0}]

    def test_the_sweep_finds_what_was_left_and_nothing_else(self, paid, waiting_jobs):
        first, _second = ask(paid, 50_000, "a"), ask(paid, 50_000, "b")
        other = make_attempt()
        steer(txn_ref=other.reference, outcome="success", refund="silent")
        lost = ask(other, 100_000, "c")
        ask(other, 100_000, "d")
        send_refund(refund_id=lost.pk)
        refund_jobs.sweep_refunds(0)
        assert waiting_jobs("payments.send_refund") == [{"refund_id": first.pk, "nth": 0}]

    def test_refund_awaiting_approval_has_no_job(self, settings, waiting_jobs):
        settings.REFUND_APPROVAL_LIMIT = 100_000
        attempt = make_attempt()
        steer(txn_ref=attempt.reference, outcome="success")
        refund = ask(attempt, 100_001)
        deliver_due()
        refund_jobs.sweep_refunds(0)
        assert (waiting_jobs("payments.send_refund"), send_refund(refund_id=refund.pk)) == ([], None)
        assert stands(refund) == AWAITING


@pytest.mark.django_db(transaction=True)
@pytest.mark.threads
class TestAtOnce:
    def run(self, *calls) -> list:
        def one(call):
            try:
                return call()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return [future.result() for future in [pool.submit(one, call) for call in calls]]

    def test_two_workers_send_one_request(self, paid, monkeypatch):
        refund = ask(paid, 300_000)
        requested, both = [], threading.Barrier(8)
        post = api.post

        def count(message):
            requested.append(message["vnp_RequestId"])
            return post(message)

        monkeypatch.setattr(api, "post", count)

        def send():
            both.wait()
            return send_refund(refund_id=refund.pk)

        assert sorted(map(str, self.run(*[send] * 8))) == ["None"] * 7 + ["succeeded"]
        assert requested == [refund.pk.replace("_", "")]
        assert SandboxRefund.objects.count() == 1
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        all_is_well("payments")

    def test_parts_at_once_go_out_one_after_another(self, paid, monkeypatch):
        refunds = [ask(paid, 50_000, f"part-{n}") for n in range(6)]
        out, most = [], []
        post = api.post

        def watch(message):
            out.append(message)
            most.append(len(out))
            matches = post(message)
            out.pop()
            return matches

        monkeypatch.setattr(api, "post", watch)
        while Refund.objects.filter(phase=RefundPhase.QUEUED).exists():
            self.run(*[lambda r=r: send_refund(refund_id=r.pk) for r in refunds])
        assert max(most) == 1
        assert len(most) == 6
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        all_is_well("payments")

    def test_an_answer_and_a_decision_at_once_end_in_one_way(self, paid):
        refund = ask(paid, 300_000)
        Refund.objects.filter(pk=refund.pk).update(phase=RefundPhase.UNKNOWN, sent_at=clock.now())
        reported = RefundResult(RefundOutcome.SUCCEEDED, provider_ref="15000001")
        self.run(
            lambda: record_refund_result(refund_id=refund.pk, result=reported),
            lambda: fail_refund(refund_id=refund.pk, reason="declined"),
            lambda: succeed_refund(refund_id=refund.pk, proof="x"),
        )
        moved = ledger(paid.intent)
        settled = moved.get(("refund_settled", "provider:vnpay"), 0)
        failed = moved.get(("refund_failed", "customer_funds"), 0)
        assert (settled, failed) in [(-300_000, 0), (0, -300_000)]
        assert (stands(refund) == DONE) == (settled != 0)
        all_is_well("payments")

    def test_faults_are_counted_among_workers(self, paid):
        faults.set_faults({"refund": "error"}, 5)
        taken = self.run(*[lambda: faults.take("refund", paid.reference)] * 8)
        assert sorted(taken) == ["", "", "", *["error"] * 5]
        assert SandboxPlay.objects.get().left == 0
