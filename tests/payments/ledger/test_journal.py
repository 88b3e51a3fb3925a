"""The ledger is append-only and balanced, by the database itself."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.complete_attempt import complete_attempt
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import BalanceTransaction, Book, JournalEntry, LedgerAccount, LedgerEntry
from payments.providers.results import AttemptResult, Outcome
from tests.payments.helpers import make_attempt

CASH, TRANSIT = chart.platform_account(chart.PROVIDER_VNPAY), chart.platform_account(chart.REFUNDS_TRANSIT)


def write(ref: str = "x1", lines=((CASH, 5), (TRANSIT, -5))) -> JournalEntry:
    with transaction.atomic():
        return post_entry(reason="test", reason_ref=ref, livemode=False, lines=list(lines))


def check_now() -> None:
    """What the commit would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
class TestPost:
    def test_writes_balanced_entries_and_opens_accounts_once(self):
        write("x1")
        write("x2", [(CASH, 7), (TRANSIT, -7), (chart.platform_account(chart.SUSPENSE), 0)])
        check_now()
        assert LedgerAccount.objects.count() == 2
        assert LedgerEntry.objects.count() == 4
        assert LedgerEntry.objects.aggregate(sum=Sum("amount"))["sum"] == 0

    @pytest.mark.parametrize("lines", [[], [(CASH, 5)], [(CASH, 5), (TRANSIT, -4)], [(CASH, 0), (TRANSIT, 0)]])
    def test_refuses_what_does_not_balance(self, lines):
        with pytest.raises(ValueError):
            write("x1", lines)
        assert JournalEntry.objects.count() == 0

    def test_one_cause_is_posted_once(self):
        write("x1")
        with pytest.raises(IntegrityError):
            write("x1")

    def test_each_payee_has_its_own_account(self):
        one, other = create_payee(name="A"), create_payee(name="B")
        for payee in (one, other):
            write(payee.pk, [(TRANSIT, 5), (chart.payee_account(chart.TAX_VAT, payee.pk), -5)])
        assert LedgerAccount.objects.filter(code=chart.TAX_VAT).count() == 2

    @pytest.mark.parametrize(
        "reported", [[], [BalanceEntry(None, "charge", "ch_1", 4)], [BalanceEntry("acct_other", "payment", "py_1", 5)]]
    )
    def test_entry_that_differs_from_its_balance_lines_is_refused(self, reported):
        lines = [(CASH, 5), (chart.platform_account(chart.CUSTOMER_FUNDS), -5)]
        with pytest.raises(ValueError), transaction.atomic():
            post_entry(reason="test", reason_ref="x", livemode=False, lines=lines, balance=reported)
        assert JournalEntry.objects.count() == BalanceTransaction.objects.count() == 0


@pytest.mark.django_db
class TestTriggers:
    @pytest.mark.parametrize("table", ["ledgerentry", "journalentry", "ledgeraccount"])
    @pytest.mark.parametrize("sql", ["UPDATE payments_{} SET id = id", "DELETE FROM payments_{}"])
    def test_nothing_is_changed_or_deleted(self, table, sql):
        write()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.format(table))
        assert LedgerEntry.objects.count() == 2

    def refused(self, words: str) -> None:
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            check_now()

    @pytest.fixture(autouse=True)
    def _rolled_back(self):
        """Roll back, since invalid entries would fail the commit checks at the end of the test."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def test_an_unbalanced_transaction_does_not_commit(self):
        journal_entry = write()
        LedgerEntry.objects.create(transaction=journal_entry, account=LedgerAccount.objects.first(), amount=1)
        self.refused("does not balance")

    def test_an_empty_transaction_does_not_commit(self):
        JournalEntry.objects.create(reason="test", reason_ref="empty", livemode=False)
        self.refused("has 0 entries")

    def test_books_do_not_mix(self):
        write("x1", [(CASH, 5), (chart.platform_account(chart.MEMO_SALES), -5)])
        self.refused("mixes books or modes")

    def test_live_and_test_money_do_not_mix(self):
        journal_entry = JournalEntry.objects.create(reason="test", reason_ref="mixed", livemode=False)
        for live, amount in ((True, 5), (False, -5)):
            account = LedgerAccount.objects.create(code="bank", book=Book.MAIN, livemode=live)
            LedgerEntry.objects.create(transaction=journal_entry, account=account, amount=amount)
        self.refused("mixes books or modes")

    def test_a_live_account_of_a_test_payee_is_not_written(self):
        payee = create_payee(name="A")
        with pytest.raises(IntegrityError, match="payments_ledgeraccount_payee_mode"), transaction.atomic():
            LedgerAccount.objects.create(code=chart.PAYEE_PENDING, payee=payee, book=Book.MAIN, livemode=True)
        assert LedgerAccount.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_journal_entry_without_lines_is_refused_at_commit():
    with pytest.raises(IntegrityError, match="has 0 entries"), transaction.atomic():
        JournalEntry.objects.create(reason="test", reason_ref="empty", livemode=False)
    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_ledger_tables_are_not_truncated():
    complete_attempt(reference=make_attempt().reference, result=AttemptResult(Outcome.SUCCEEDED))
    for sql in ("TRUNCATE payments_ledgerentry", "TRUNCATE payments_paymentintent CASCADE"):
        with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert (JournalEntry.objects.count(), LedgerEntry.objects.count()) == (1, 2)
