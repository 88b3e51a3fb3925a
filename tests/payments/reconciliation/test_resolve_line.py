"""A person resolves differences: each decision has its stated effect, once, with a note, and the ledger agrees."""

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.resolve_review import resolve_review
from payments.models import LedgerEntry, LineOutcome, PaymentReviewReason, SettlementLine
from payments.providers.results import AttemptResult, Outcome
from payments.reconciliation.resolutions import resolutions
from payments.reconciliation.services.rematch import payments_that_agree, rematch
from payments.reconciliation.services.resolve_line import resolve_line
from payments.refunds.services.complete_refund import fail_refund, succeed_refund
from tests.factories import make_officer, make_user, my_tho
from tests.integrity import mismatches
from tests.payments.helpers import events, make_attempt, state
from tests.payments.reconciliation.conftest import back, line, yesterday

pytestmark = pytest.mark.django_db


def the_open() -> SettlementLine:
    return SettlementLine.objects.exclude(difference="").get(decided_at=None)


def offered(matches: SettlementLine | None = None) -> list[str]:
    return [option.outcome for option in resolutions(matches or the_open())]


def posted(matches: SettlementLine) -> dict[str, int]:
    ref = f"{matches.file_id}:{matches.day}:{matches.pk}"
    entries = LedgerEntry.objects.filter(transaction__reason="settlement", transaction__reason_ref=ref)
    return dict(entries.values_list("account__code", "amount"))


@pytest.fixture
def decide(operator):
    def say(decision: str, note: str = "VNPay xác nhận qua thư 22/11") -> SettlementLine:
        matches = the_open()
        resolve_line(line_id=matches.pk, decision=decision, note=note, actor=operator)
        matches.refresh_from_db()
        return matches

    return say


def all_is_well() -> None:
    assert mismatches("payments") == []


class TestPaid:
    def test_open_attempt_is_completed(self, take_file, decide, operator):
        attempt = make_attempt(amount=200_000)
        file = take_file(line(attempt.reference, 200_000, fee=2_200, ref="99"))
        assert offered() == ["paid", "nothing"]
        matches = decide("paid")
        attempt.refresh_from_db()
        assert (attempt.status, attempt.confirmed_by, attempt.provider_ref) == ("succeeded", "operator", "99")
        assert clock.local(attempt.paid_at).date() == yesterday()
        assert events("payment_intent.succeeded") == [attempt.intent_id]
        assert (matches.settled, matches.outcome, matches.decided_by_id) == (True, "paid", operator.pk)
        assert (matches.difference, matches.decision) == ("state", "VNPay xác nhận qua thư 22/11")
        assert posted(matches) == {"bank": 197_800, "op:fees": 2_200, "provider:vnpay": -200_000}
        audit = AuditEntry.objects.get(action="settlement.decide")
        assert (audit.object_ref, audit.actor_id) == (f"payments.SettlementLine:{matches.pk}", operator.pk)
        assert audit.after["outcome"] == "paid"
        assert file.lines.count() == 1
        all_is_well()

    @pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.REVIEW])
    def test_failed_or_reviewed_attempt_is_confirmed(self, take_file, decide, outcome):
        attempt = make_attempt(amount=200_000)
        complete_attempt(
            reference=attempt.reference, result=AttemptResult(outcome, review_reason=PaymentReviewReason.SUSPECTED)
        )
        take_file(line(attempt.reference, 200_000))
        matches = decide("paid")
        attempt.refresh_from_db()
        attempt.intent.refresh_from_db()
        assert (attempt.status, attempt.intent.review, attempt.intent.status) == ("succeeded", False, "succeeded")
        assert matches.settled
        assert posted(matches) == {"bank": 200_000, "provider:vnpay": -200_000}
        all_is_well()

    def test_payment_of_a_cancelled_intent_is_refunded_in_full(self, take_file, decide):
        attempt = make_attempt(amount=200_000)
        cancel_intent(intent_id=attempt.intent_id, reason="expired")
        take_file(line(attempt.reference, 200_000))
        decide("paid")
        assert attempt.intent.refunds.get().amount == 200_000
        all_is_well()

    def test_an_older_doubt_comes_first(self, take_file, decide):
        first = make_attempt(amount=200_000)
        complete_attempt(
            reference=first.reference, result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED)
        )
        other = first.intent.attempts.create(
            provider="vnpay", reference="OTHER", amount=200_000, expires_at=first.expires_at, status="failed"
        )
        take_file(line("OTHER", 200_000))
        before = state()
        with pytest.raises(DomainError, check=lambda e: e.code == "REVIEW_FIRST"):
            decide("paid")
        other.refresh_from_db()
        assert (other.status, the_open().outcome) == ("failed", "")
        assert state() == before


class TestAmounts:
    def test_their_smaller_amount_is_our_loss(self, paid, take_file, decide):
        attempt = paid(300_000)
        take_file(line(attempt.reference, 299_000, fee=3_000))
        assert offered() == ["accept", "nothing"]
        assert "1.000\xa0đ thiếu" in resolutions(the_open())[0].consequence
        matches = decide("accept")
        assert posted(matches) == {
            "bank": 296_000,
            "op:fees": 3_000,
            "op:losses": 1_000,
            "provider:vnpay": -300_000,
        }
        all_is_well()

    def test_their_larger_amount_is_our_gain(self, paid, take_file, decide):
        attempt = paid(300_000)
        take_file(line(attempt.reference, 301_000))
        assert "1.000\xa0đ thừa" in resolutions(the_open())[0].consequence
        assert posted(decide("accept")) == {"bank": 301_000, "op:losses": -1_000, "provider:vnpay": -300_000}
        all_is_well()

    def test_different_amount_of_an_unpaid_attempt_goes_to_suspense(self, take_file, decide):
        attempt = make_attempt(amount=300_000)
        take_file(line(attempt.reference, 299_000, fee=1_000))
        assert offered() == ["suspense", "nothing"]
        assert posted(decide("suspense")) == {"bank": 298_000, "op:fees": 1_000, "suspense": -299_000}
        attempt.refresh_from_db()
        assert attempt.status == "open"
        all_is_well()

    def test_a_refund_of_theirs_that_was_larger(self, paid, refund_of, take_file, decide):
        attempt = paid(300_000)
        refund = refund_of(attempt, 40_000, phase="unknown")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 41_000, ref="R1"))
        matches = decide("accept")
        refund.refresh_from_db()
        assert (refund.status, refund.provider_ref) == ("succeeded", "R1")
        assert posted(matches) == {"bank": -41_000, "op:losses": 1_000, "provider:vnpay": 40_000}
        all_is_well()


class TestNotOurs:
    def test_payment_of_a_line_is_posted_to_suspense(self, take_file, decide):
        take_file(line("KHONGCO", 50_000, fee=500))
        assert offered() == ["suspense", "nothing"]
        matches = decide("suspense")
        assert posted(matches) == {"bank": 49_500, "op:fees": 500, "suspense": -50_000}
        assert not matches.settled
        all_is_well()

    def test_refund_of_a_line_is_written_off(self, take_file, decide):
        take_file(back("KHONGCO", 50_000))
        assert offered() == ["loss", "nothing"]
        assert posted(decide("loss")) == {"bank": -50_000, "op:losses": 50_000}
        all_is_well()

    def test_nothing_to_do(self, take_file, decide):
        take_file(line("KHONGCO", 50_000))
        before = state()
        matches = decide("nothing")
        assert (matches.outcome, matches.settled, posted(matches)) == ("nothing", False, {})
        assert state() == before
        all_is_well()

    def test_twice(self, paid, take_file, decide):
        attempt, other = paid(), paid(50_000)
        take_file(line(attempt.reference, 300_000))
        take_file(line(attempt.reference, 300_000), line(other.reference, 50_000))
        assert offered() == ["suspense", "nothing"]
        assert posted(decide("suspense")) == {"bank": 300_000, "suspense": -300_000}
        all_is_well()


class TestRefunds:
    @pytest.mark.parametrize("phase", ["in_flight"])
    def test_line_resolved_as_refunded_completes_the_refund(self, paid, refund_of, take_file, decide, phase):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase=phase)
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert offered() == ["refunded", "nothing"]
        matches = decide("refunded")
        refund.refresh_from_db()
        assert refund.status == "succeeded"
        assert posted(matches) == {"bank": -40_000, "provider:vnpay": 40_000}
        all_is_well()

    @pytest.mark.parametrize("phase", ["queued", "awaiting_approval"])
    def test_line_of_a_pending_refund_is_not_resolved(self, paid, refund_of, take_file, decide, phase):
        attempt = paid()
        refund_of(attempt, 40_000, phase=phase)
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert offered() == ["nothing"]

    def test_line_of_a_failed_refund_is_written_off(self, paid, refund_of, take_file, decide):
        attempt = paid()
        fail_refund(refund_id=refund_of(attempt, 40_000).pk, reason="declined")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert posted(decide("loss")) == {"bank": -40_000, "op:losses": 40_000}
        all_is_well()

    def test_line_resolved_as_refused_fails_the_refund(self, paid, refund_of, take_file, decide):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="unknown")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000, state="Từ chối"))
        assert offered() == ["refused", "nothing"]
        matches = decide("refused")
        refund.refresh_from_db()
        assert (refund.status, refund.failure_reason) == ("failed", "declined")
        assert (matches.settled, posted(matches)) == (False, {})
        all_is_well()


class TestRules:
    def test_refusals(self, take_file, decide, operator):
        take_file(line("KHONGCO", 50_000))
        matches = the_open()
        before = state()
        for decision in ("paid", "accept", "loss", "nonsense", ""):
            with pytest.raises(DomainError, check=lambda e: e.code == "DECISION_IMPOSSIBLE"):
                decide(decision)
        with pytest.raises(DomainError, check=lambda e: e.code == "REQUIRED"):
            decide("suspense", note="  ")
        with pytest.raises(NotFound):
            resolve_line(line_id=0, decision="nothing", note="x", actor=operator)
        for actor in (make_user(is_staff=True, is_superuser=True), make_officer("commune", my_tho())):
            with pytest.raises(Forbidden):
                resolve_line(line_id=matches.pk, decision="nothing", note="x", actor=actor)
        assert state() == before
        assert the_open() == matches
        assert not AuditEntry.objects.filter(action="settlement.decide").exists()

    def test_once(self, take_file, decide, operator):
        take_file(line("KHONGCO", 50_000))
        matches = decide("suspense")
        before = state()
        with pytest.raises(DomainError, check=lambda e: e.code == "ALREADY_DECIDED"):
            resolve_line(line_id=matches.pk, decision="nothing", note="x", actor=operator)
        assert state() == before
        assert resolutions(matches) == []

    def test_a_line_that_agrees_is_not_decided(self, paid, take_file, operator):
        attempt = paid()
        take_file(line(attempt.reference, 300_000))
        with pytest.raises(DomainError, check=lambda e: e.code == "ALREADY_DECIDED"):
            resolve_line(line_id=SettlementLine.objects.get().pk, decision="nothing", note="x", actor=operator)

    def test_every_outcome_has_words(self):
        assert all(str(label) for label in LineOutcome.labels)


class TestMatchAgain:
    def test_payment_confirmed_later_is_matched(self, take_file):
        attempt = make_attempt(amount=200_000)
        take_file(line(attempt.reference, 200_000))
        assert payments_that_agree(10) == []
        complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
        assert payments_that_agree(10) == [attempt.intent_id]
        assert rematch(intent_id=attempt.intent_id) == 1
        matches = SettlementLine.objects.get()
        assert (matches.difference, matches.settled, matches.outcome) == ("", True, "")
        assert posted(matches) == {"bank": 200_000, "provider:vnpay": -200_000}
        assert AuditEntry.objects.get(action="settlement.agree").actor is None
        assert rematch(intent_id=attempt.intent_id) == 0
        assert payments_that_agree(10) == []
        all_is_well()

    def test_a_review_decided_settles_its_line(self, take_file, operator):
        attempt = make_attempt(amount=200_000)
        complete_attempt(
            reference=attempt.reference,
            result=AttemptResult(Outcome.REVIEW, review_reason=PaymentReviewReason.SUSPECTED),
        )
        take_file(line(attempt.reference, 200_000))
        resolve_review(intent_id=attempt.intent_id, paid=True, actor=operator, note="x")
        assert SettlementLine.objects.get().settled
        all_is_well()

    def test_a_refund_that_ended(self, paid, refund_of, take_file):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="in_flight")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert rematch(intent_id=attempt.intent_id) == 0
        succeed_refund(refund_id=refund.pk)
        assert payments_that_agree(10) == [attempt.intent_id]
        assert rematch(intent_id=attempt.intent_id) == 1
        all_is_well()

    def test_refund_refused_on_both_sides_is_settled(self, paid, refund_of, take_file):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="unknown")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000, state="Từ chối"))
        fail_refund(refund_id=refund.pk, reason="declined")
        assert payments_that_agree(10) == [attempt.intent_id]
        assert rematch(intent_id=attempt.intent_id) == 1
        assert SettlementLine.objects.get(kind="refused").settled is False
        all_is_well()

    def test_line_settled_by_another_file_stays_open(self, take_file):
        attempt, other = make_attempt(amount=200_000), make_attempt(amount=10_000)
        take_file(line(attempt.reference, 200_000))
        complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
        take_file(line(attempt.reference, 200_000), line(other.reference, 10_000))
        assert payments_that_agree(10) == []
        assert rematch(intent_id=attempt.intent_id) == 0
        assert offered(SettlementLine.objects.earliest("pk")) == ["suspense", "nothing"]
        all_is_well()
