"""The jobs that send refunds, and several of them at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from core import clock
from core.outbox import deliver_due
from payments.models import Refund, RefundPhase
from payments.providers.results import RefundOutcome, RefundResult
from payments.providers.vnpay import api
from payments.refunds import jobs as refund_jobs
from payments.refunds.services.complete_refund import fail_refund, succeed_refund
from payments.refunds.services.send_refund import record_refund_result, send_refund
from sandbox.models import SandboxPlay, SandboxRefund
from sandbox.vnpay import faults
from tests.payments.helpers import ledger, make_attempt
from tests.payments.refunds.helpers import (
    AWAITING,
    DONE,
    all_is_well,
    ask,
    stands,
    steer,
)

pytestmark = pytest.mark.django_db


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
