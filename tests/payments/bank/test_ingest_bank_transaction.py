"""A transfer is stored once, whichever feeds report it and however often; two similar transfers are stored twice."""

from datetime import datetime, timedelta

import pytest

from core import clock
from payments.bank.services.ingest_bank_transaction import IngestOutcome
from payments.models import BankNotification, BankTransfer
from tests.payments.bank.helpers import make_account, make_feed, operators_account, reported, shown, status_of, tell
from tests.payments.bank.test_match_bank_transaction import all_is_well, state_and_reason, suspense

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, 0, 10, tzinfo=clock.VIETNAM)
WORDS = "NGUYEN VAN A chuyen tien"


@pytest.fixture
def feeds(db):
    account = operators_account()
    return make_feed(account, "sepay"), make_feed(account, "casso")


def count() -> int:
    return BankTransfer.objects.count()


class TestOne:
    def test_repeated_by_its_feed(self, feeds) -> None:
        sepay, _casso = feeds
        first = tell(sepay, WORDS, external_id="1")
        again = tell(sepay, "other words", 999, external_id="1", bank_reference="other")
        assert (first.outcome, again.outcome) == (IngestOutcome.NEW, IngestOutcome.REPEATED)
        assert first.transfer == again.transfer
        assert (count(), BankNotification.objects.count(), suspense()) == (1, 1, 150_000)

    def test_same_bank_number_from_two_feeds_is_one_transaction(self, feeds) -> None:
        sepay, casso = feeds
        first = tell(sepay, WORDS, bank_reference="FT26330123456789", booked_at=NOON)
        again = tell(casso, "A CK", bank_reference="ft26330-123456789\\BNK", booked_at=NOON + timedelta(hours=5))
        assert (again.outcome, again.transfer) == (IngestOutcome.CORROBORATED, first.transfer)
        assert (count(), BankNotification.objects.count(), suspense()) == (1, 2, 150_000)

    def test_same_transaction_under_another_feed_id_is_one(self, feeds) -> None:
        sepay, _casso = feeds
        first = reported(sepay, WORDS, bank_reference="FT26330123456789")
        assert reported(sepay, WORDS, bank_reference="FT26330123456789") == first

    @pytest.mark.parametrize(("one", "other"), [("", ""), ("FT26330123456789", ""), ("", "FT26330123456789")])
    def test_second_feed_without_a_bank_number_is_corroboration(self, feeds, one: str, other: str) -> None:
        sepay, casso = feeds
        first = reported(sepay, WORDS, bank_reference=one, booked_at=NOON)
        again = reported(
            casso, f"MBVCB.12. {WORDS.lower()}.", bank_reference=other, booked_at=NOON + timedelta(seconds=90)
        )
        assert again == first
        again.refresh_from_db()
        assert again.bank_reference == (one or other)
        third = reported(sepay, WORDS, bank_reference=one or other or "", external_id="x", booked_at=NOON)
        assert (third == first) is bool(one or other)

    def test_statement_line_without_a_time_is_corroboration(self) -> None:
        account = operators_account()
        sepay, statement = make_feed(account, "sepay"), make_feed(account, "statement")
        first = reported(sepay, WORDS, bank_reference="", booked_at=NOON)
        assert (
            reported(statement, WORDS, bank_reference="", booked_at=NOON.replace(hour=0, minute=0, second=0)) == first
        )

    def test_known_again_by_our_code(self) -> None:
        account = make_account()
        sepay, casso = make_feed(account), make_feed(account, "casso")
        attempt = shown(account)
        first = reported(sepay, f"MBVCB.1.{attempt.reference}.CT tu 1", bank_reference="", booked_at=NOON)
        again = reported(casso, f"NGUYEN VAN A {attempt.reference}", bank_reference="", booked_at=NOON)
        assert (again, state_and_reason(again)) == (first, ("matched", ""))


class TestTwo:
    def test_equal_transactions_with_other_bank_references_are_two(self, feeds) -> None:
        sepay, casso = feeds
        reported(sepay, WORDS, bank_reference="FT26330000000001", booked_at=NOON)
        reported(sepay, WORDS, bank_reference="FT26330000000002", booked_at=NOON)
        assert (count(), suspense()) == (2, 300_000)
        reported(casso, WORDS, bank_reference="FT26330000000002", booked_at=NOON)
        reported(casso, WORDS, bank_reference="FT26330000000001", booked_at=NOON)
        assert (count(), suspense()) == (2, 300_000)
        all_is_well()

    def test_equal_transactions_with_other_feed_ids_are_two(self, feeds) -> None:
        sepay, casso = feeds
        supplied = {"bank_reference": "", "booked_at": NOON}
        pair = [reported(sepay, WORDS, **supplied) for _ in range(2)]
        assert pair[0] != pair[1]
        assert [reported(casso, WORDS, **supplied) for _ in range(2)] == pair  # each told by both: still two
        assert reported(casso, WORDS, **supplied) not in pair
        assert (count(), suspense()) == (3, 450_000)
        all_is_well()

    def test_different_bank_numbers_are_different_transactions(self, feeds) -> None:
        sepay, casso = feeds
        reported(sepay, WORDS, bank_reference="FT26330000000001", booked_at=NOON)
        reported(casso, WORDS, bank_reference="FT26330000000002", booked_at=NOON)
        assert count() == 2

    def test_same_number_with_another_amount_or_account_is_another_transfer(self, feeds) -> None:
        sepay, _casso = feeds
        reported(sepay, WORDS, 1_000, bank_reference="FT26330000000001")
        reported(sepay, WORDS, 2_000, bank_reference="FT26330000000001")
        reported(make_feed(make_account()), WORDS, 1_000, bank_reference="FT26330000000001")
        assert count() == 3

    def test_short_number_of_another_day_is_another_transfer(self, feeds) -> None:
        sepay, casso = feeds
        first = reported(sepay, WORDS, bank_reference="0042", booked_at=NOON)
        assert reported(casso, WORDS, bank_reference="0042", booked_at=NOON) == first
        assert reported(sepay, WORDS, bank_reference="0042", booked_at=NOON + timedelta(days=1)) != first

    @pytest.mark.parametrize(
        "change",
        [
            {"booked_at": NOON + timedelta(minutes=3)},
            {"content": "TRAN VAN B chuyen tien"},
            {"content": "chuyen"},  # too short to be told by
            {"amount": 150_001},
        ],
    )
    def test_transfer_without_a_number_is_identified_by_all_its_fields(self, feeds, change: dict) -> None:
        sepay, casso = feeds
        reported(sepay, WORDS, bank_reference="", booked_at=NOON)
        reported(casso, **{"content": WORDS, "bank_reference": "", "booked_at": NOON} | change)
        assert count() == 2


class TestLearning:
    def test_second_feed_may_add_the_transfer_code(self) -> None:
        account = make_account()
        sepay, casso = make_feed(account), make_feed(account, "casso")
        attempt = shown(account)
        transfer = reported(sepay, "CT tu 0123", bank_reference="FT26330000000001")
        assert state_and_reason(transfer) == ("ignored", "")
        again = reported(casso, f"CT tu 0123 {attempt.reference}", bank_reference="FT26330000000001")
        assert (again.pk, state_and_reason(again)) == (transfer.pk, ("matched", ""))
        assert status_of(attempt) == ("succeeded", "succeeded")
        assert attempt.confirmed_by == "casso"

    def test_late_text_clears_the_operators_suspense(self, feeds) -> None:
        sepay, casso = feeds
        attempt = shown(sepay.account)
        reported(sepay, "CT tu 0123", bank_reference="FT26330000000001")
        assert suspense() == 150_000
        again = reported(casso, attempt.reference, bank_reference="FT26330000000001")
        assert (state_and_reason(again), suspense()) == (("matched", ""), 0)
        assert status_of(attempt) == ("succeeded", "succeeded")
        all_is_well()

    def test_notification_without_new_facts_leaves_the_transfer_unmatched(self, feeds) -> None:
        sepay, casso = feeds
        attempt = shown(sepay.account)
        transfer = reported(sepay, attempt.reference, 5, bank_reference="FT26330000000001")
        again = reported(casso, "khong ma", 5, bank_reference="FT26330000000001")
        assert (again.pk, state_and_reason(again)) == (transfer.pk, ("unmatched", "too_little"))
        assert suspense() == 5

    def test_ignored_transfer_may_become_unmatched(self) -> None:
        account = make_account()
        sepay, casso = make_feed(account), make_feed(account, "casso")
        attempt = shown(account, 9_000)
        reported(sepay, "CT tu 0123", 5, bank_reference="FT26330000000001")
        again = reported(casso, attempt.reference, 5, bank_reference="FT26330000000001")
        assert state_and_reason(again) == ("unmatched", "too_little")
