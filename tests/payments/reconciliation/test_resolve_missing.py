"""Payments of ours that no file holds: which they are, and giving one up."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from payments.models import BankAccount, BankTransfer, LedgerEntry, SettlementLine
from payments.reconciliation.days import days, missing
from payments.reconciliation.resolutions import resolutions
from payments.reconciliation.services.resolve_line import resolve_line
from payments.reconciliation.services.resolve_missing import resolve_missing
from payments.refunds.services.complete_refund import succeed_refund
from tests.factories import make_officer, my_tho
from tests.integrity import mismatches
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import back, line, yesterday

pytestmark = pytest.mark.django_db


def before_yesterday():
    return yesterday() - timedelta(days=1)


def all_is_well() -> None:
    assert mismatches("payments") == []


@pytest.fixture
def gap(paid, take_file):
    """Taken the day before yesterday, in no file; the file goes on to yesterday."""
    lost, other, later = paid(300_000, before_yesterday()), paid(50_000, before_yesterday()), paid(70_000)
    take_file(line(other.reference, 50_000, day=before_yesterday()), line(later.reference, 70_000))
    return lost


class TestMissing:
    def test_only_on_covered_days(self, gap, paid):
        paid(10_000, yesterday() - timedelta(days=5))
        (result,) = missing()
        assert (result.reference, result.amount, result.day, result.may_come) == (
            gap.reference,
            300_000,
            before_yesterday(),
            False,
        )

    def test_payment_of_the_last_day_is_not_missing_yet(self, gap, paid, take_file):
        late = paid(20_000)
        assert [(result.reference, result.may_come) for result in missing()] == [
            (gap.reference, False),
            (late.reference, True),
        ]
        today = paid(5_000, clock.today())
        take_file(line(today.reference, 5_000, day=clock.today()), line(late.reference, 20_000))
        assert [result.reference for result in missing()] == [gap.reference]

    def test_payment_with_an_open_line_is_not_missing(self, gap, take_file, operator):
        take_file(line(gap.reference, 299_000, day=before_yesterday()))
        assert missing() == []
        result = SettlementLine.objects.get(difference="amount")
        resolve_line(line_id=result.pk, decision="nothing", note="nhầm", actor=operator)
        assert [result.reference for result in missing()] == [gap.reference]

    def test_the_day_is_vnpays_or_else_that_of_the_word(self, paid, take_file):
        attempt, other = paid(), paid(10_000)
        type(attempt).objects.filter(pk=attempt.pk).update(paid_at=None)
        take_file(line(other.reference, 10_000), line("X", 5, day=clock.today()))
        assert [(result.day, result.may_come) for result in missing()] == [(clock.today(), True)]


class TestDecideMissing:
    def test_given_up(self, gap, operator):
        result = resolve_missing(reference=gap.reference, note="VNPay không trả, biên bản 12", actor=operator)
        assert (result.kind, result.row, result.difference, result.outcome) == ("missing", None, "not_theirs", "loss")
        entries = LedgerEntry.objects.filter(
            transaction__reason="settlement", transaction__reason_ref=f"{result.file_id}:{result.day}:{result.pk}"
        )
        assert dict(entries.values_list("account__code", "amount")) == {
            "op:losses": 300_000,
            "provider:vnpay": -300_000,
        }
        assert AuditEntry.objects.get(action="settlement.write_off").after["note"] == "VNPay không trả, biên bản 12"
        assert missing() == []
        gap.intent.refresh_from_db()
        assert gap.intent.status == "succeeded"
        all_is_well()

    def test_written_off_payment_that_is_paid_later_is_posted(self, gap, operator, take_file):
        resolve_missing(reference=gap.reference, note="x", actor=operator)
        take_file(line(gap.reference, 300_000, fee=3_000, day=before_yesterday()), line("Y", 5))
        result = SettlementLine.objects.get(reference=gap.reference, kind="payment")
        assert result.difference == "twice"
        assert [option.outcome for option in resolutions(result)] == ["recover", "suspense", "nothing"]
        resolve_line(line_id=result.pk, decision="recover", note="đã trả", actor=operator)
        losses = LedgerEntry.objects.filter(account__code="op:losses").values_list("amount", flat=True)
        assert sum(losses) == 0
        all_is_well()

    def test_refusals(self, gap, paid, operator):
        late = paid(20_000)
        before = state()
        with pytest.raises(DomainError, check=lambda e: e.code == "REQUIRED"):
            resolve_missing(reference=gap.reference, note=" ", actor=operator)
        with pytest.raises(DomainError, check=lambda e: e.code == "NOT_MISSING"):
            resolve_missing(reference=late.reference, note="x", actor=operator)
        with pytest.raises(DomainError, check=lambda e: e.code == "NOT_MISSING"):
            resolve_missing(reference=make_attempt().reference, note="x", actor=operator)
        with pytest.raises(NotFound):
            resolve_missing(reference="KHONGCO", note="x", actor=operator)
        with pytest.raises(Forbidden):
            resolve_missing(reference=gap.reference, note="x", actor=make_officer("commune", my_tho()))
        assert [row for row in state()[2] if row not in before[2]] == []

    def test_once(self, gap, operator):
        resolve_missing(reference=gap.reference, note="x", actor=operator)
        with pytest.raises(DomainError, check=lambda e: e.code == "NOT_MISSING"):
            resolve_missing(reference=gap.reference, note="x", actor=operator)


class TestDays:
    def test_ours_theirs_and_the_bank(self, gap, paid, refund_of, take_file, django_assert_num_queries):
        late = paid(20_000)
        succeed_refund(refund_id=refund_of(late, 5_000).pk)
        take_file(line("KHONGCO", 8_000, fee=80), back("KHONGCO", 3_000, fee=-10))
        account = BankAccount.objects.create(livemode=False, bin="970436", number="1", holder="X")
        for n, state_ in enumerate(("matched", "unmatched")):
            BankTransfer.objects.create(
                account=account, livemode=False, amount=1_000 + n, content="x", identity=str(n),
                booked_at=clock.now() - timedelta(days=1), first_reported_by="sepay", state=state_,
            )  # fmt: skip
        with django_assert_num_queries(6):
            today, second, third, fourth = days(yesterday() - timedelta(days=2), clock.today())
        assert (today.day, today.refunds.amount, today.has_file) == (clock.today(), 5_000, False)
        assert (second.payments.count, second.payments.amount) == (2, 90_000)
        assert (second.their_payments.amount, second.their_refunds.amount, second.fee) == (78_000, 3_000, 70)
        assert (second.open_lines, second.missing, second.may_come, second.unresolved) == (2, 0, 1, 2)
        assert (second.difference, second.net) == (-15_000, 74_930)
        assert (second.bank_in.count, second.bank_in.amount, second.bank_matched.amount) == (2, 2_001, 1_000)
        assert (third.payments.amount, third.their_payments.amount, third.missing) == (350_000, 50_000, 1)
        assert third.has_file
        assert (fourth.is_quiet, third.is_quiet) == (True, False)
