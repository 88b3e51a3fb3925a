"""Import of VNPay's file: matching lines are posted, differences are open questions, and errors import nothing."""

import io
from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError, Forbidden, NotFound
from core.file_import.problems import FileRefused
from payments.models import (
    BalanceTransaction,
    FileLayout,
    ImportedFile,
    JournalEntry,
    LedgerEntry,
    Refund,
    SettlementLine,
)
from payments.reconciliation.resolutions import resolutions
from payments.reconciliation.services.import_settlement import import_settlement
from payments.refunds.services.complete_refund import fail_refund, succeed_refund
from payments.refunds.services.create_refund import create_refund
from payments.refunds.services.resolve_refund import resolve_refund
from payments.refunds.services.retry_refund import retry_refund
from tests.factories import make_officer, make_user, my_tho
from tests.integrity import mismatches
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import back, line, yesterday
from tests.payments.reconciliation.files import HEAD, as_csv, as_xlsx

pytestmark = pytest.mark.django_db


def journal_entry(ref: str) -> dict[str, int]:
    entries = LedgerEntry.objects.filter(transaction__reason="settlement", transaction__reason_ref=ref)
    return dict(entries.values_list("account__code", "amount"))


def differences() -> list[tuple[str, str]]:
    return list(SettlementLine.objects.order_by("file", "row").values_list("reference", "difference"))


def all_is_well() -> None:
    assert mismatches("payments") == []


class TestAgreement:
    def test_the_example_of_money_md(self, paid, take_file, operator):
        """VNPay settles 1,000 thousand, fee 11."""
        one, two = paid(600_000), paid(400_000)
        file = take_file(line(one.reference, 600_000, fee=6_600), line(two.reference, 400_000, fee=4_400))
        day = yesterday()
        assert journal_entry(f"{file.pk}:{day}") == {
            "bank": 989_000,
            "op:fees": 11_000,
            "provider:vnpay": -1_000_000,
        }
        reported = BalanceTransaction.objects.get(type="stripe_fee")
        assert (reported.payee_id, reported.net, reported.source, reported.description) == (
            None,
            -11_000,
            "",
            "vnpay.csv",
        )
        assert (file.first_day, file.last_day, file.imported_by_id) == (day, day, operator.pk)
        assert list(file.lines.values_list("row", "kind", "attempt", "amount", "fee", "settled", "difference")) == [
            (2, "payment", one.pk, 600_000, 6_600, True, ""),
            (3, "payment", two.pk, 400_000, 4_400, True, ""),
        ]
        audit = AuditEntry.objects.get(action="settlement.import")
        assert audit.after == {"name": "vnpay.csv", "lines": 2, "differences": 0}
        all_is_well()

    def test_one_movement_a_day(self, paid, take_file):
        before = yesterday() - timedelta(days=1)
        one, two, three = paid(100_000, before), paid(200_000), paid(300_000)
        file = take_file(
            line(one.reference, 100_000, day=before), line(two.reference, 200_000), line(three.reference, 300_000)
        )
        refs = JournalEntry.objects.filter(reason="settlement").order_by("pk").values_list("reason_ref", flat=True)
        assert list(refs) == [f"{file.pk}:{before}", f"{file.pk}:{yesterday()}"]
        assert journal_entry(f"{file.pk}:{yesterday()}") == {"bank": 500_000, "provider:vnpay": -500_000}
        assert not BalanceTransaction.objects.filter(type="stripe_fee").exists()
        all_is_well()

    def test_refunds_come_off_the_day(self, paid, refund_of, take_file):
        attempt = paid(300_000)
        refund = refund_of(attempt, 40_000)
        succeed_refund(refund_id=refund.pk, provider_ref="R1")
        file = take_file(line(attempt.reference, 300_000, fee=3_300), back(attempt.reference, 40_000, ref="R1"))
        assert journal_entry(f"{file.pk}:{yesterday()}") == {
            "bank": 256_700,
            "op:fees": 3_300,
            "provider:vnpay": -260_000,
        }
        held = LedgerEntry.objects.filter(account__code="provider:vnpay").values_list("amount", flat=True)
        assert sum(held) == 0
        all_is_well()

    @pytest.mark.parametrize("phase", ["at_provider", "unknown"])
    def test_a_refund_that_waits_for_vnpay_ends_by_its_line(self, paid, refund_of, take_file, phase):
        attempt = paid(300_000)
        refund = refund_of(attempt, 40_000, phase=phase)
        file = take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000, ref="R9"), name="t11.csv")
        refund.refresh_from_db()
        assert (refund.status, refund.phase, refund.provider_ref, refund.proof) == (
            "succeeded",
            "done",
            "R9",
            "t11.csv",
        )
        assert file.lines.get(kind="refund").refund_id == refund.pk
        all_is_well()

    def test_a_day_that_cancels_out_moves_nothing(self, paid, refund_of, take_file):
        attempt = paid(300_000)
        succeed_refund(refund_id=refund_of(attempt, 300_000).pk)
        file = take_file(line(attempt.reference, 300_000), back(attempt.reference, 300_000))
        assert journal_entry(f"{file.pk}:{yesterday()}") == {}
        assert file.lines.filter(settled=True).count() == 2
        all_is_well()

    def test_equal_refunds_are_each_taken_once_the_surest_first(self, paid, refund_of, take_file):
        attempt = paid(300_000)
        unknown = refund_of(attempt, 40_000, phase="unknown")
        done = refund_of(attempt, 40_000)
        succeed_refund(refund_id=done.pk)
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert SettlementLine.objects.get(kind="refund").refund_id == done.pk
        unknown.refresh_from_db()
        assert unknown.phase == "unknown"

    def test_duplicate_payment_is_settled_as_well(self, paid, take_file):
        first = paid(300_000)
        second = make_attempt(first.intent) if first.intent.status != "succeeded" else None
        assert second is None  # a paid intent takes no second attempt: the second was started before
        other = first.intent.attempts.create(
            provider="vnpay", reference="SECOND", amount=300_000, expires_at=first.expires_at
        )
        paid(attempt=other)
        take_file(line(first.reference, 300_000), line("SECOND", 300_000))
        assert differences() == [(first.reference, ""), ("SECOND", "")]
        all_is_well()

    def test_failed_lines_that_agree_move_nothing(self, take_file, paid):
        gone = make_attempt()
        attempt = paid()
        file = take_file(
            line(attempt.reference, 300_000),
            line(gone.reference, 300_000, state="Lỗi"),
            line("KHONGCO", 5_000, state="Lỗi"),
        )
        assert list(file.lines.values_list("kind", "settled", "difference")) == [
            ("payment", True, ""),
            ("failed", False, ""),
            ("failed", False, ""),
        ]
        assert journal_entry(f"{file.pk}:{yesterday()}")["bank"] == 300_000
        all_is_well()

    def test_an_excel_file(self, paid, take_file):
        attempt = paid(300_000)
        file = take_file(data=as_xlsx([["VNPAY"], [], HEAD, line(attempt.reference, 300_000)]), name="T11.xlsx")
        assert file.lines.get().row == 4
        all_is_well()


class TestDifferences:
    def test_payments(self, paid, take_file):
        less, opened, good = paid(300_000), make_attempt(amount=200_000), paid(100_000)
        file = take_file(
            line(less.reference, 299_000),
            line(opened.reference, 200_000),
            line("KHONGCO", 50_000),
            line(good.reference, 100_000),
            line(good.reference, 100_000),
        )
        assert differences() == [
            (less.reference, "amount"),
            (opened.reference, "state"),
            ("KHONGCO", "not_ours"),
            (good.reference, ""),
            (good.reference, "twice"),
        ]
        assert journal_entry(f"{file.pk}:{yesterday()}") == {"bank": 100_000, "provider:vnpay": -100_000}
        assert AuditEntry.objects.get(action="settlement.import").after["differences"] == 4
        all_is_well()

    def test_a_payment_of_an_earlier_file(self, paid, take_file):
        attempt, other = paid(), paid(50_000)
        take_file(line(attempt.reference, 300_000))
        take_file(line(attempt.reference, 300_000), line(other.reference, 50_000))
        assert differences()[1:] == [(attempt.reference, "twice"), (other.reference, "")]
        all_is_well()

    def test_payment_that_failed_at_vnpay_and_succeeded_here_is_a_difference(self, paid, take_file):
        attempt = paid()
        take_file(line(attempt.reference, 300_000, state="Lỗi"))
        assert differences() == [(attempt.reference, "state")]

    @pytest.mark.parametrize("phase", ["queued", "in_flight", "awaiting_approval"])
    def test_a_refund_that_we_have_not_sent(self, paid, refund_of, take_file, phase):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase=phase)
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert differences()[1] == (attempt.reference, "state")
        refund.refresh_from_db()
        assert refund.phase == phase

    def test_a_refund_that_failed_here(self, paid, refund_of, take_file):
        attempt = paid()
        fail_refund(refund_id=refund_of(attempt, 40_000).pk, reason="declined")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        assert differences()[1] == (attempt.reference, "state")

    def test_a_refund_of_another_amount(self, paid, refund_of, take_file):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="unknown")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 41_000))
        result = SettlementLine.objects.get(kind="refund")
        assert (result.difference, result.refund_id) == ("amount", refund.pk)

    def test_refund_line_without_a_refund_is_not_ours(self, paid, take_file):
        attempt = paid()
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000), back("KHONGCO", 1_000))
        assert differences()[1:] == [(attempt.reference, "not_ours"), ("KHONGCO", "not_ours")]
        assert SettlementLine.objects.get(kind="refund", reference=attempt.reference).attempt_id == attempt.pk

    def test_a_refund_in_two_files(self, paid, refund_of, take_file):
        attempt, other = paid(), paid(10_000)
        succeed_refund(refund_id=refund_of(attempt, 40_000).pk)
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        take_file(back(attempt.reference, 40_000), line(other.reference, 10_000))
        assert differences()[2:] == [(attempt.reference, "twice"), (other.reference, "")]
        all_is_well()

    def test_a_refusal_of_a_refund_that_we_wait_for(self, paid, refund_of, take_file):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="unknown")
        take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000, state="Từ chối"))
        assert differences()[1] == (attempt.reference, "state")
        refund.refresh_from_db()
        assert refund.phase == "unknown"

    def test_money_of_another_mode_is_not_ours(self, paid, take_file, settings):
        attempt = paid()
        settings.PRODUCTION = True
        take_file(line(attempt.reference, 300_000))
        assert differences() == [(attempt.reference, "not_ours")]


class TestRefusals:
    @pytest.fixture
    def layout(self, operator) -> int:
        return FileLayout.objects.get(name="VNPay (mẫu tham khảo)").pk

    def nothing_changed(self, before: tuple) -> None:
        assert (ImportedFile.objects.count(), SettlementLine.objects.count(), state()) == before

    def now(self) -> tuple:
        return ImportedFile.objects.count(), SettlementLine.objects.count(), state()

    def test_file_with_one_bad_line_is_refused(self, paid, take_file):
        attempt = paid()
        before = self.now()
        with pytest.raises(FileRefused) as caught:
            take_file(
                line(attempt.reference, 300_000),
                line("", 1_000),
                line("A", 0),
                line("B", 1_000, fee=2_000),
                line("C", 1_000, day=clock.today() + timedelta(days=1)),
            )
        assert [str(problem) for problem in caught.value.problems] == [
            "Dòng 3, cột “Mã tham chiếu”: để trống.",
            "Dòng 4, cột “Số tiền”: để trống hoặc bằng 0.",
            "Dòng 5, cột “Phí”: lớn hơn số tiền.",
        ]
        self.nothing_changed(before)

    def test_days_to_come(self, paid, take_file):
        tomorrow = clock.today() + timedelta(days=1)
        before = self.now()
        with pytest.raises(FileRefused, match=f"Dòng 2: ngày {tomorrow:%d/%m/%Y} chưa tới"):
            take_file(line("A", 1_000, day=tomorrow))
        self.nothing_changed(before)

    def test_the_same_file_twice(self, paid, take_file, operator):
        attempt = paid()
        take_file(line(attempt.reference, 300_000), name="một.csv")
        before = self.now()
        with pytest.raises(DomainError, check=lambda e: e.code == "ALREADY_IMPORTED") as caught:
            take_file(line(attempt.reference, 300_000), name="hai.csv")
        assert f"“một.csv”, {operator.full_name}" in str(caught.value.message)
        self.nothing_changed(before)

    def test_same_lines_in_a_new_file_are_duplicates(self, paid, take_file):
        attempt = paid()
        take_file(line(attempt.reference, 300_000))
        before = self.now()
        with pytest.raises(FileRefused, match="Mọi dòng của tệp này đã có"):
            take_file(data=as_xlsx([HEAD, line(attempt.reference, 300_000)]))
        self.nothing_changed(before)

    def test_file_is_rolled_back_where_a_refund_changes_meanwhile(self, paid, refund_of, take_file, monkeypatch):
        attempt = paid()
        refund = refund_of(attempt, 40_000, phase="unknown")
        before = self.now()

        def lost(**_: object) -> Refund:
            refund.status = "failed"
            return refund

        monkeypatch.setattr("payments.reconciliation.services.import_settlement.succeed_refund", lost)
        with pytest.raises(DomainError, check=lambda e: e.code == "CHANGED_MEANWHILE"):
            take_file(line(attempt.reference, 300_000), back(attempt.reference, 40_000))
        self.nothing_changed(before)

    def test_only_the_operator(self, layout):
        for actor in (make_user(is_staff=True, is_superuser=True), make_officer("commune", my_tho())):
            with pytest.raises(Forbidden):
                import_settlement(file=io.BytesIO(as_csv([HEAD])), name="x", layout_id=layout, actor=actor)

    def test_a_layout_of_another_kind(self, operator):
        bank = FileLayout.objects.filter(kind="bank_statement").earliest("pk")
        for layout_id in (bank.pk, 0):
            with pytest.raises(NotFound):
                import_settlement(file=io.BytesIO(b"x"), name="x", layout_id=layout_id, actor=operator)


def test_refund_sent_from_the_bank_and_by_vnpay_is_a_difference(paid, take_file, operator):
    """VNPay did not answer, the operator sent the money from the bank: VNPay's file then shows that it did, too."""
    attempt = paid(100_000)
    silent = create_refund(intent_id=attempt.intent_id, amount=40_000, reason="buyer_asked", reference="7K2P-9DXM-4H")
    Refund.objects.filter(pk=silent.pk).update(phase="unknown")
    resolve_refund(refund_id=silent.pk, paid=False, actor=operator, note="Trang VNPay không có")
    again = retry_refund(refund_id=silent.pk, actor=operator, note="Chuyển tay", by_hand=True)
    resolve_refund(refund_id=again.pk, paid=True, actor=operator, note="UNC 12")
    file = take_file(line(attempt.reference, 100_000), back(attempt.reference, 40_000))
    (refunded,) = file.lines.filter(kind="refund")
    assert (refunded.refund_id, refunded.difference, refunded.settled) == (silent.pk, "state", False)
    assert journal_entry(f"{file.pk}:{yesterday()}") == {"bank": 100_000, "provider:vnpay": -100_000}
    assert [option.outcome for option in resolutions(refunded)] == ["loss", "nothing"]  # the buyer has it twice
    all_is_well()


def test_refunds_with_one_number_are_distinguished_by_amount(paid, refund_of, take_file):
    attempt = paid(100_000)
    for amount in (40_000, 25_000):
        succeed_refund(refund_id=refund_of(attempt, amount).pk, provider_ref="14422574")
    reported = [back(attempt.reference, amount, ref="14422574") for amount in (25_000, 40_000)]
    file = take_file(line(attempt.reference, 100_000), *reported)
    assert list(file.lines.order_by("row").values_list("difference", "refund__amount")) == [
        ("", None), ("", 25_000), ("", 40_000),
    ]  # fmt: skip
    all_is_well()
