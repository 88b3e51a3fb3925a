"""Each integrity check of payouts detects its mismatch."""

import pytest

from core import integrity
from payments.ledger import chart
from payments.ledger.journal import post_entry
from payments.models import JournalEntry, Payout
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.reject_payout import reject_payout
from tests.guards import past_every_guard
from tests.payments.payouts.helpers import make_operator, rich_payee, sent_payout

pytestmark = pytest.mark.django_db


def broken() -> set[str]:
    return {result["invariant"] for result in integrity.check_integrity() if not result["ok"]}


@pytest.fixture
def payout() -> Payout:
    return create_payout(payee_id=rich_payee().pk)


def test_all_is_well_in_every_state(payout):
    operator = make_operator()
    cancel_payout(payout_id=create_payout(payee_id=rich_payee().pk).pk)
    confirm_payout(payout_id=sent_payout(operator).pk, bank_reference="1", actor=operator)
    reject_payout(payout_id=sent_payout(operator).pk, reason="x", actor=operator)
    both = sent_payout(operator)
    confirm_payout(payout_id=both.pk, bank_reference="2", actor=operator)
    reject_payout(payout_id=both.pk, reason="x", actor=operator)

    assert broken() == set()
    assert {f["invariant"]: f["checked"] for f in integrity.check_integrity()}["payments.payouts-equal-ledger"] == 5


@pytest.mark.parametrize(
    "change",
    [{"status": "canceled"}, {"amount": 499_999}],
    ids=["a state that was never posted", "another amount"],
)
def test_payout_that_differs_from_the_ledger_is_found(payout, change):
    Payout.objects.update(**change)
    assert "payments.payouts-equal-ledger" in broken()


def test_a_payout_that_was_never_posted(payout):
    Payout.objects.filter(pk=payout.pk).update(id="po_other")
    assert broken() == {"payments.payouts-equal-ledger"}


def test_posted_amount_without_a_payout_is_a_mismatch(payout):
    post_entry(
        reason="payout_paid",
        reason_ref="po_nothing",
        livemode=False,
        lines=[(chart.platform_account(chart.PAYOUTS_TRANSIT), 5), (chart.platform_account(chart.BANK), -5)],
    )
    assert broken() == {"payments.payouts-equal-ledger"}


def test_payout_without_a_bank_account_is_a_mismatch(payout):
    Payout.objects.update(bank_account_no="")
    assert broken() == {"payments.payouts-have-a-destination"}


def test_a_payout_that_was_not_covered(payout):
    """The release that covered it came after it, by the order of the movements."""
    with past_every_guard():
        release = JournalEntry.objects.get(reason="release")
        sent = JournalEntry.objects.get(reason="payout")
        release.entries.update(transaction=sent)
        later = JournalEntry.objects.create(reason="release", reason_ref="late", livemode=False)
        sent.entries.filter(account__code="payee:pending").update(transaction=later)
        sent.entries.filter(account__code="payee:available", amount__lt=0).update(transaction=later)
    assert "payments.payouts-were-covered" in broken()
