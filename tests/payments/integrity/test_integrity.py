"""Each integrity check of payments detects its mismatch."""

import pytest
from django.db.models import F

from core import integrity
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.intents.services.complete_attempt import complete_attempt
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import Attempt, BalanceTransaction, JournalEntry, LedgerEntry, PaymentIntent, Refund, Transfer
from payments.providers.results import AttemptResult, Outcome
from payments.refunds.services.create_refund import create_refund
from tests.guards import past_every_guard
from tests.payments.helpers import make_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> PaymentIntent:
    attempt = make_attempt()
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
    payee = create_payee(name="A")
    create_transfer(intent_id=attempt.intent_id, amount=200_000, payee_id=payee.pk, reference="A")
    create_refund(
        intent_id=attempt.intent_id, amount=50_000, reason="out_of_stock", reference="A", reverse_transfer=True
    )
    attempt.intent.refresh_from_db()
    return attempt.intent


def broken() -> set[str]:
    return {matches["invariant"] for matches in integrity.check_integrity() if not matches["ok"]}


def test_untouched_books_have_no_mismatch(paid):
    assert broken() == set()
    checked = {matches["invariant"]: matches["checked"] for matches in integrity.check_integrity()}
    assert checked["payments.capture-equals-intent"] == 1
    assert checked["payments.ledger-sums-to-zero"] == 4


def test_a_succeeded_intent_without_its_attempt(paid):
    Attempt.objects.update(status="failed")
    assert "payments.capture-equals-intent" in broken()


def test_an_amount_that_is_not_what_was_taken(paid):
    PaymentIntent.objects.update(amount=299_999)
    assert broken() == {"payments.capture-equals-intent"}


def test_a_cancelled_paid_intent_whose_refund_is_missing(paid):
    PaymentIntent.objects.update(status="canceled", succeeded_at=None)
    assert broken() == {"payments.capture-equals-intent"}


def test_transfer_of_another_amount_than_its_entry_is_a_mismatch(paid):
    Transfer.objects.update(amount=F("amount") + 1)
    assert broken() == {"payments.transfers-equal-ledger", "payments.owed-equals-history"}


def test_transfer_without_its_reversals_is_a_mismatch(paid):
    Transfer.objects.update(reversed=0, fee_base_reversed=0)
    assert broken() == {"payments.reversals-add-up", "payments.owed-equals-history"}


def test_balance_transaction_of_another_amount_than_its_entry_is_a_mismatch(paid):
    with past_every_guard():
        BalanceTransaction.objects.filter(payee=None).update(amount=F("amount") + 1, net=F("net") + 1)
    assert broken() == {"payments.ledger.journal-lines-equal-ledger"}


def test_a_settled_attempt_that_is_no_charge(paid):
    Attempt.objects.update(charge_id=None)
    assert broken() == {"payments.settled-attempt-is-a-charge"}


def test_a_refund_of_another_amount(paid):
    Refund.objects.update(amount=50_001)
    assert broken() == {"payments.refunds-equal-ledger"}


def test_more_out_than_in(paid):
    post_entry(
        reason="test",
        reason_ref="x",
        intent=paid,
        livemode=False,
        lines=[
            (chart.platform_account(chart.CUSTOMER_FUNDS), 300_000),
            (chart.platform_account(chart.REFUNDS_TRANSIT), -300_000),
        ],
        balance=[BalanceEntry(None, "refund", "re_x", -300_000)],
    )
    assert broken() == {"payments.no-more-out-than-in"}


def test_a_seller_who_owes_more_than_was_paid(paid):
    refund = Refund.objects.get()
    Refund.objects.filter(pk=refund.pk).update(amount=300_001)
    assert "payments.no-more-out-than-in" in broken()
    Refund.objects.filter(pk=refund.pk).update(status="canceled", phase="done")
    assert "payments.no-more-out-than-in" not in broken()


def test_review_flag_without_a_reviewed_attempt_is_a_mismatch(paid):
    PaymentIntent.objects.update(review=True)
    assert broken() == {"payments.review-has-attempt"}


def test_entries_that_do_not_balance_are_seen_though_the_database_refuses_them(paid):
    with past_every_guard():
        journal_entry = JournalEntry.objects.first()
        LedgerEntry.objects.create(transaction=journal_entry, account=journal_entry.entries.first().account, amount=5)
        JournalEntry.objects.create(reason="test", reason_ref="empty", livemode=False)
    assert "payments.ledger-sums-to-zero" in broken()
