"""Matching a transfer by its code and exact amount. A doubtful one stays unmatched; an unrelated one is ignored."""

from datetime import timedelta

import pytest

from core import clock
from payments import sdk
from payments.intents.services.cancel_intent import cancel_intent
from payments.ledger import chart
from payments.models import BankTransfer, LedgerEntry, PaymentIntent
from payments.providers.vietqr.transfer_code import check_symbols, new_code
from tests.integrity import mismatches
from tests.payments.bank.helpers import (
    make_account,
    make_feed,
    operators_account,
    reported,
    seen,
    show,
    shown,
    status_of,
    tell,
)
from tests.payments.helpers import events, expire, ledger, state

pytestmark = pytest.mark.django_db


def state_and_reason(transfer: BankTransfer) -> tuple[str, str]:
    return transfer.state, transfer.unmatched_reason


def suspense() -> int:
    return -sum(LedgerEntry.objects.filter(account__code=chart.SUSPENSE).values_list("amount", flat=True))


def all_is_well() -> None:
    assert mismatches("payments") == []


class TestPaid:
    def test_transfer_to_the_seller_is_posted_to_the_memo_book(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        transfer = reported(feed, f"MBVCB.1.{attempt.reference.lower()}.CT tu 001", bank_reference="FT26331000111")
        assert (state_and_reason(transfer), transfer.attempt) == (("matched", ""), attempt)
        assert status_of(attempt) == ("succeeded", "succeeded")
        assert (attempt.confirmed_by, attempt.provider_ref) == ("sepay", "FT26331000111")
        assert ledger(attempt.intent) == {
            ("capture", "memo:received:vietqr"): 150_000,
            ("capture", "memo:sales"): -150_000,
        }
        assert sdk.balances.of(feed.account.payee_id).available == 0
        assert events("payment_intent.succeeded") == [attempt.intent_id]
        all_is_well()

    def test_transfer_to_the_operator_is_posted(self) -> None:
        feed = make_feed(operators_account(), "casso")
        attempt = shown(feed.account)
        reported(feed, attempt.reference)
        assert ledger(attempt.intent) == {("capture", "bank"): 150_000, ("capture", "customer_funds"): -150_000}
        all_is_well()

    def test_transfer_after_the_deadline_completes_an_open_attempt(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        expire(attempt, seconds=300)
        assert state_and_reason(reported(feed, attempt.reference)) == ("matched", "")
        assert status_of(attempt) == ("succeeded", "succeeded")

    def test_an_older_qr_of_the_same_payment(self) -> None:
        feed = make_feed(make_account())
        older = shown(feed.account)
        sdk.payment_intents.extend(older.intent_id, clock.now() + timedelta(minutes=40))
        newer = show(PaymentIntent.objects.get(pk=older.intent_id))
        assert state_and_reason(reported(feed, older.reference)) == ("matched", "")
        assert state_and_reason(reported(feed, newer.reference)) == ("unmatched", "twice")
        assert (status_of(older), status_of(newer)) == (("succeeded", "succeeded"), ("open", "succeeded"))
        all_is_well()

    def test_old_code_before_the_new_one_is_ignored(self) -> None:
        feed = make_feed(make_account())
        old, new = shown(feed.account), shown(feed.account)
        reported(feed, old.reference)
        transfer = reported(feed, f"{old.reference} {new.reference}")
        assert (state_and_reason(transfer), transfer.attempt) == (("matched", ""), new)

    def test_the_account_of_the_moment_counts_not_the_one_of_today(self) -> None:
        account = make_account()
        feed = make_feed(account)
        attempt = shown(account)
        make_account(account.payee)  # the seller changes it while the buyer looks at the QR
        assert state_and_reason(reported(feed, attempt.reference)) == ("matched", "")


def require_only_unmatched(before: tuple, count: int = 1) -> None:
    """Nothing has changed but that so many transfers were published as unmatched."""
    after = state()
    assert after[:-1] == before[:-1]
    assert [kind for _pk, kind in after[-1][len(before[-1]) :]] == ["bank_transaction.unmatched"] * count
    assert after[-1][: len(before[-1])] == before[-1]


class TestQuestions:
    @pytest.mark.parametrize(
        ("amount", "requested"), [(149_999, "too_little"), (150_001, "too_much"), (1, "too_little")]
    )
    def test_another_amount(self, amount: int, requested: str) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        before = state()
        transfer = reported(feed, attempt.reference, amount)
        assert (state_and_reason(transfer), transfer.attempt) == (("unmatched", requested), attempt)
        require_only_unmatched(before)

    def test_paid_twice(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        reported(feed, attempt.reference)
        before = state()
        assert state_and_reason(reported(feed, attempt.reference)) == ("unmatched", "twice")
        require_only_unmatched(before)

    def test_late(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        cancel_intent(intent_id=attempt.intent_id, reason="expired")
        before = state()
        assert state_and_reason(reported(feed, attempt.reference)) == ("unmatched", "late")
        require_only_unmatched(before)
        assert status_of(attempt) == ("open", "canceled")

    def test_into_another_account(self) -> None:
        attempt = shown(make_account())
        strangers = make_feed(make_account())
        operators = make_feed(operators_account())
        assert state_and_reason(reported(strangers, attempt.reference)) == ("unmatched", "other_account")
        assert state_and_reason(reported(operators, attempt.reference)) == ("unmatched", "other_account")
        assert status_of(attempt) == ("open", "requires_action")

    def test_into_another_account_of_the_same_seller(self) -> None:
        account = make_account()
        attempt = shown(account)
        other = make_feed(make_account(account.payee))
        assert state_and_reason(reported(other, attempt.reference)) == ("unmatched", "other_account")

    def test_two_payments_in_one_transfer(self) -> None:
        feed = make_feed(make_account())
        one, two = shown(feed.account), shown(feed.account)
        before = state()
        assert state_and_reason(reported(feed, f"{one.reference} {two.reference}", 300_000)) == (
            "unmatched",
            "too_much",
        )
        assert state_and_reason(reported(feed, f"{one.reference} {two.reference}", 150_000)) == (
            "unmatched",
            "too_little",
        )
        require_only_unmatched(before, 2)

    def test_a_code_that_is_not_ours_or_damaged(self) -> None:
        feed = make_feed(make_account())
        attempt = shown(feed.account)
        assert state_and_reason(reported(feed, new_code())) == ("unmatched", "unknown_code")
        damaged = attempt.reference[:-1] + ("0" if attempt.reference[-1] != "0" else "1")
        expected = ("unmatched", "unknown_code") if any(c.isdigit() for c in damaged[2:]) else ("ignored", "")
        assert state_and_reason(reported(feed, damaged)) == expected
        assert status_of(attempt) == ("open", "requires_action")

    def test_transfer_with_a_vnpay_reference_stays_unmatched(self) -> None:
        feed = make_feed(make_account())
        code = "CX" + "0" * 10 + check_symbols("0" * 10)
        assert state_and_reason(reported(feed, code)) == ("unmatched", "unknown_code")


class TestNobodys:
    def test_a_sellers_own_money_is_ignored(self) -> None:
        feed = make_feed(make_account())
        before = state()
        assert state_and_reason(reported(feed, "tien an sang, Ngoc Xuan")) == ("ignored", "")
        assert state_and_reason(reported(feed, "")) == ("ignored", "")
        assert state() == before

    def test_unmatched_transfer_to_the_operator_is_posted_to_suspense(self) -> None:
        feed = make_feed(operators_account())
        transfer = reported(feed, "chuyen tien", 700_000)
        assert state_and_reason(transfer) == ("unmatched", "no_code")
        assert suspense() == 700_000
        attempt = shown(feed.account)
        reported(feed, attempt.reference, 5)
        assert suspense() == 700_005
        assert ledger(attempt.intent) == {}
        all_is_well()

    def test_unmatched_transfer_to_a_seller_is_not_posted(self) -> None:
        feed = make_feed(make_account())
        reported(feed, shown(feed.account).reference, 5)
        assert not LedgerEntry.objects.exists()


def test_the_buyers_page_sees_it() -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    tell(feed, attempt.reference)
    intent = seen(attempt)
    assert (intent.status, intent.amount_received, intent.declared) == ("succeeded", 150_000, False)
