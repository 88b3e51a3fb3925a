"""A statement is a feed that a person imports: stored once, matched like other feeds, refused as a whole on errors."""

import io
from datetime import datetime, timedelta
from unittest import mock

import pytest

from accounts.models import AuditEntry, User
from core import clock
from core.errors import DomainError, Forbidden
from payments.bank.services.ingest_bank_transaction import IngestResult, ingest_bank_transaction
from payments.models import BankAccount, BankTransfer, FileKind, FileLayout, ImportedFile
from payments.reconciliation.services.import_statement import Imported, import_statement
from tests.factories import make_officer, make_user
from tests.payments.bank.helpers import make_account, make_feed, operators_account, reported, shown, status_of
from tests.payments.bank.test_match_bank_transaction import all_is_well, suspense
from tests.payments.helpers import state
from tests.payments.reconciliation.files import as_csv, as_xlsx

pytestmark = pytest.mark.django_db
HEAD = ["Ngày giao dịch", "Số tham chiếu", "Nội dung", "Ghi có", "Ghi nợ", "Số dư"]


@pytest.fixture
def operator(units) -> User:
    return make_officer("operator")


def moment(minutes: int = 0) -> str:
    return f"{clock.local(clock.now() - timedelta(hours=1) + timedelta(minutes=minutes)):%d/%m/%Y %H:%M:%S}"


def bring(account: BankAccount, actor: User, rows: list[list], *, as_file=as_csv, **more) -> Imported:
    general = FileLayout.objects.get(kind=FileKind.BANK_STATEMENT, name="Sao kê ngân hàng (chung)")
    supplied = {"account_id": account.pk, "layout_id": general.pk, "name": "sao-ke.csv", "actor": actor} | more
    return import_statement(file=io.BytesIO(as_file([HEAD, *rows])), **supplied)


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx])
def test_credits_are_matched_and_debits_are_ignored(operator, as_file) -> None:
    account = operators_account()
    attempt = shown(account)
    rows = [
        [moment(), "FT26331000000001", f"MBVCB.1.{attempt.reference}.CT tu 1", "150,000", "", "1,150,000"],
        [moment(1), "FT26331000000002", "nop tien", "70,000", "", "1,220,000"],
        [moment(2), "FT26331000000003", "tra nha cung cap", "", "20,000", "1,200,000"],
    ]
    result = bring(account, operator, rows, as_file=as_file)
    assert (result.lines, result.credits) == (3, 2)
    assert (result.outcomes, result.states) == ({"new": 2}, {"matched": 1, "unmatched": 1})
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert attempt.confirmed_by == "statement"
    assert suspense() == 70_000
    assert (result.file.kind, result.file.account, result.file.first_day) == (
        "bank_statement",
        account,
        clock.local(clock.now() - timedelta(hours=1)).date(),
    )
    assert AuditEntry.objects.get(action="statement.import").after == {
        "name": "sao-ke.csv", "lines": 3, "account": str(account),
    }  # fmt: skip
    all_is_well()


def test_statement_line_matches_an_earlier_feed_transaction(operator) -> None:
    account = operators_account()
    attempt = shown(account)
    reported(make_feed(account), attempt.reference, bank_reference="FT26331000000001")
    result = bring(account, operator, [[moment(), "FT26331000000001", "khac loi", "150,000", "", ""]])
    assert (result.outcomes, BankTransfer.objects.count()) == ({"corroborated": 1}, 1)


def test_longer_export_imports_only_new_lines(operator) -> None:
    account = operators_account()
    first = [[moment(), "", "A chuyen tien", "5,000", "", ""], [moment(), "", "A chuyen tien", "5,000", "", ""]]
    later = [*first, [moment(5), "", "B chuyen tien", "6,000", "", ""]]
    bring(account, operator, first)
    assert BankTransfer.objects.count() == 2  # alike, in one file: two
    assert bring(account, operator, later).outcomes == {"repeated": 2, "new": 1}
    assert (BankTransfer.objects.count(), suspense()) == (3, 16_000)
    all_is_well()


def test_interrupted_import_continues_at_the_next_line(operator) -> None:
    account = operators_account()
    rows = [[moment(n), f"FT2633100000000{n}", "A", "5,000", "", ""] for n in range(4)]
    calls = iter([True, True])

    def fail_at_the_third(**supplied) -> IngestResult:
        if not next(calls, False):
            raise RuntimeError("the machine stopped")
        return ingest_bank_transaction(**supplied)

    with (
        mock.patch("payments.reconciliation.services.import_statement.ingest_bank_transaction", fail_at_the_third),
        pytest.raises(RuntimeError),
    ):
        bring(account, operator, rows)
    assert (BankTransfer.objects.count(), ImportedFile.objects.count()) == (2, 0)
    assert bring(account, operator, rows).outcomes == {"repeated": 2, "new": 2}
    assert (BankTransfer.objects.count(), ImportedFile.objects.count()) == (4, 1)


def test_a_sellers_own_statement() -> None:
    account, owner = make_account(), make_user()
    attempt = shown(account)
    rows = [[moment(), "FT1", attempt.reference, "150,000", "", ""], [moment(), "FT2", "an sang", "9,000", "", ""]]
    result = bring(account, owner, rows, on_behalf_of=account.payee_id)
    assert result.states == {"matched": 1, "ignored": 1}
    assert status_of(attempt) == ("succeeded", "succeeded")


class TestRefused:
    def test_twice(self, operator) -> None:
        account = operators_account()
        rows = [[moment(), "FT1", "A", "5,000", "", ""]]
        bring(account, operator, rows)
        before = state()
        with pytest.raises(DomainError) as caught:
            bring(account, operator, rows)
        assert caught.value.code == "ALREADY_IMPORTED"
        assert (state(), BankTransfer.objects.count()) == (before, 1)

    @pytest.mark.parametrize("row", [["hôm qua", "", "A", "5,000", "", ""], ["01/01/2999", "", "A", "5,000", "", ""]])
    def test_whole_for_one_line(self, operator, row: list) -> None:
        account = operators_account()
        with pytest.raises(DomainError) as caught:
            bring(account, operator, [[moment(), "FT1", "A", "5,000", "", ""], row])
        assert (caught.value.code, caught.value.field) == ("FILE_REFUSED", "file")
        assert not BankTransfer.objects.exists()
        assert not ImportedFile.objects.exists()

    def test_statement_of_another_sellers_account_is_refused(self, operator) -> None:
        mine, others = make_account(), make_account()
        rows = [[moment(), "FT1", "A", "5,000", "", ""]]
        for account, actor, payee, code in [
            (operators_account(), make_user(), None, "PERMISSION_DENIED"),
            (others, make_user(), mine.payee_id, "NOT_FOUND"),
            (others, operator, None, "NOT_FOUND"),
        ]:
            with pytest.raises(DomainError) as caught:
                bring(account, actor, rows, on_behalf_of=payee)
            assert caught.value.code == code
        with pytest.raises(DomainError) as caught:
            bring(mine, make_user(), rows, on_behalf_of=mine.payee_id, layout_id=0)
        assert (caught.value.code, caught.value.field) == ("NOT_FOUND", "layout")
        assert not BankTransfer.objects.exists()


def test_forbidden_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        bring(operators_account(), make_user(), [[moment(), "", "A", "1", "", ""]])


def test_days_are_those_of_viet_nam(operator) -> None:
    account = operators_account()
    late = datetime(2026, 11, 20, 23, 30, tzinfo=clock.VIETNAM)
    result = bring(account, operator, [[f"{late:%d/%m/%Y %H:%M:%S}", "FT1", "A", "5,000", "", ""]])
    assert BankTransfer.objects.get().booked_at == late
    assert f"{result.file.last_day:%d/%m/%Y}" == "20/11/2026"
