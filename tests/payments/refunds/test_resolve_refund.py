"""A person resolves refunds without a provider's result, and retries failed ones."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError, Forbidden
from payments.models import Refund
from payments.refunds.services.complete_refund import cancel_refund, succeed_refund
from payments.refunds.services.resolve_refund import resolve_refund
from payments.refunds.services.retry_refund import retry_refund
from payments.refunds.services.send_refund import send_refund
from tests.factories import make_officer, make_user, my_tho
from tests.payments.bank.helpers import make_account, make_feed, reported, shown
from tests.payments.helpers import ledger, make_attempt, make_intent, state
from tests.payments.refunds.helpers import (
    AT_PROVIDER,
    AWAITING,
    BY_HAND,
    DONE,
    FAILED,
    QUEUED,
    UNKNOWN,
    all_is_well,
    ask,
    make_paid,
    sent,
    stands,
    steer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_officer("operator")


@pytest.fixture
def paid():
    return make_paid()


def code(run, **arguments) -> str:
    before = state()
    with pytest.raises(DomainError) as refused:
        run(**arguments)
    assert state() == before
    return refused.value.code


class TestDecide:
    @pytest.mark.parametrize(("play", "stood"), [("silent", UNKNOWN), ("processing", AT_PROVIDER)])
    def test_paid_with_its_proof(self, paid, operator, play, stood):
        refund = sent(paid, 300_000, play)
        assert stands(refund) == stood
        note = "Trang VNPay: hoàn 22/11, mã 15000001"
        resolve_refund(refund_id=refund.pk, paid=True, actor=operator, note=note, provider_ref="15000001")
        assert stands(refund) == DONE
        assert (refund.proof, refund.provider_ref) == (note, "15000001")
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        entry = AuditEntry.objects.get(action="refund.decide")
        assert (entry.actor_id, entry.before["phase"], entry.after["paid"], entry.after["note"]) == (
            operator.pk,
            stood[0],
            True,
            note,
        )
        all_is_well("payments")

    @pytest.mark.parametrize(("play", "reason"), [("silent", "unknown"), ("processing", "declined")])
    def test_refund_decided_as_unpaid_fails(self, paid, operator, play, reason):
        refund = sent(paid, 300_000, play)
        resolve_refund(refund_id=refund.pk, paid=False, actor=operator, note="VNPay không có lệnh này")
        assert (*stands(refund), refund.failure_reason) == (*FAILED, reason)
        assert ledger(paid.intent)["refund_failed", "customer_funds"] == -300_000
        all_is_well("payments")

    def test_next_refund_of_the_payment_is_sent_after_the_decision(self, paid, operator, waiting_jobs):
        lost = sent(paid, 100_000, "silent", "a")
        behind = ask(paid, 100_000, "b")
        resolve_refund(refund_id=lost.pk, paid=True, actor=operator, note="x")
        assert waiting_jobs("payments.send_refund") == [{"refund_id": behind.pk, "nth": 0}]

    def test_decision_needs_the_operator_and_a_reason_and_is_final(self, paid, operator):
        refund = sent(paid, 300_000, "silent")
        assert code(resolve_refund, refund_id=refund.pk, paid=True, actor=operator, note=" ") == "REQUIRED"
        for person in (make_user(is_superuser=True), make_officer("commune", my_tho())):
            with pytest.raises(Forbidden):
                resolve_refund(refund_id=refund.pk, paid=True, actor=person, note="x")
        assert stands(refund) == UNKNOWN
        resolve_refund(refund_id=refund.pk, paid=False, actor=operator, note="x")
        again = code(resolve_refund, refund_id=refund.pk, paid=True, actor=operator, note="x")
        assert again == "REFUND_UNEXPECTED_STATE"

    def test_queued_or_sent_refund_is_not_decided(self, paid, operator):
        refund = ask(paid, 300_000)
        assert code(resolve_refund, refund_id=refund.pk, paid=True, actor=operator, note="x") == (
            "REFUND_UNEXPECTED_STATE"
        )
        Refund.objects.update(phase="in_flight")
        assert code(resolve_refund, refund_id=refund.pk, paid=True, actor=operator, note="x") == (
            "REFUND_UNEXPECTED_STATE"
        )


class TestRetry:
    def test_retry_uses_the_next_request_id_until_it_succeeds(self, paid, operator):
        first = sent(paid, 300_000, "refuse", requested_by=operator)
        second = retry_refund(refund_id=first.pk, actor=operator, note="Ngân hàng báo thử lại")
        assert (second.reference, second.amount, second.reason) == ("7K2P-9DXM-4H/2", 300_000, "out_of_stock")
        assert (stands(second), second.requested_by_id) == (QUEUED, operator.pk)
        send_refund(refund_id=second.pk)
        assert stands(second) == FAILED
        steer(txn_ref=paid.reference, refund="success")
        third = retry_refund(refund_id=second.pk, actor=operator, note="Lần ba")
        send_refund(refund_id=third.pk)
        assert (third.reference, stands(third)) == ("7K2P-9DXM-4H/3", DONE)
        assert ledger(paid.intent)["refund_settled", "provider:vnpay"] == -300_000
        entry = AuditEntry.objects.filter(action="refund.retry").latest("pk")
        assert (entry.object_ref, entry.before["refund"]) == (f"payments.Refund:{third.pk}", second.pk)
        all_is_well("payments")

    def test_manual_retry_is_posted_from_the_bank(self, paid, operator):
        failed = sent(paid, 300_000, "not_successful")
        again = retry_refund(refund_id=failed.pk, actor=operator, note="VNPay không hoàn được", by_hand=True)
        assert (stands(again), send_refund(refund_id=again.pk)) == (BY_HAND, None)
        resolve_refund(refund_id=again.pk, paid=True, actor=operator, note="Vietcombank FT2633")
        assert stands(again) == DONE
        moved = ledger(paid.intent)
        assert (moved["refund_settled", "bank"], moved.get(("refund_settled", "provider:vnpay"))) == (-300_000, None)
        all_is_well("payments")

    def test_above_the_limit_it_waits_for_two(self, paid, operator, settings):
        failed = sent(paid, 300_000, "refuse")
        settings.REFUND_APPROVAL_LIMIT = 100_000
        again = retry_refund(refund_id=failed.pk, actor=operator, note="x", by_hand=True)
        assert (stands(again), again.by_hand) == (AWAITING, True)

    def test_retried_refund_of_a_duplicate_payment_leaves_suspense(self, operator):
        intent = make_intent()
        first = make_attempt(intent)
        intent.attempts.update(expires_at=intent.expires_at.replace(microsecond=1))
        second = make_attempt(intent)
        for attempt in (first, second):
            steer(txn_ref=attempt.reference, outcome="success", refund="refuse")
        refund = second.refunds.get()
        send_refund(refund_id=refund.pk)
        again = retry_refund(refund_id=refund.pk, actor=operator, note="x")
        assert again.reference == f"{second.reference}/2"
        steer(txn_ref=second.reference, refund="success")
        send_refund(refund_id=again.pk)
        assert stands(again) == DONE
        all_is_well("payments")

    def test_refusals(self, paid, operator):
        failed = sent(paid, 100_000, "refuse")
        assert code(retry_refund, refund_id=failed.pk, actor=operator, note="") == "REQUIRED"
        with pytest.raises(Forbidden):
            retry_refund(refund_id=failed.pk, actor=make_user(), note="x")
        steer(txn_ref=paid.reference, refund="success")
        done = sent(paid, 250_000, "success", "other")
        assert code(retry_refund, refund_id=done.pk, actor=operator, note="x") == "REFUND_UNEXPECTED_STATE"
        # 50.000 is all that is left: what failed has gone elsewhere meanwhile
        assert code(retry_refund, refund_id=failed.pk, actor=operator, note="x") == "INSUFFICIENT_FUNDS"

    def test_failed_refund_is_retried_once(self, paid, operator):
        failed = sent(paid, 100_000, "refuse")
        retry_refund(refund_id=failed.pk, actor=operator, note="x")
        assert code(retry_refund, refund_id=failed.pk, actor=operator, note="x") == "REFUND_EXISTS"

    def test_sellers_own_refund_is_never_sent_twice(self, operator):
        feed = make_feed(make_account())
        attempt = shown(feed.account, 100_000)
        reported(feed, attempt.reference, 100_000)
        canceled = ask(attempt, 100_000)
        cancel_refund(refund_id=canceled.pk)
        succeed_refund(refund_id=ask(attempt, 70_000, "other").pk, proof="UNC 1")
        assert code(retry_refund, refund_id=canceled.pk, actor=operator, note="x") == "INSUFFICIENT_FUNDS"
        all_is_well("payments")
