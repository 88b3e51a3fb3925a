"""Each integrity check of settlement detects its mismatch."""

import pytest
from django.db.models import F

from core import integrity
from payments.ledger import chart
from payments.ledger.journal import post_entry
from payments.models import Attempt, LedgerEntry, Refund, SettlementLine
from payments.refunds.services.complete_refund import succeed_refund
from tests.guards import past_every_guard
from tests.payments.reconciliation.conftest import back, line, yesterday

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(paid, refund_of, take_file):
    attempt = paid(300_000)
    succeed_refund(refund_id=refund_of(attempt, 40_000).pk)
    return take_file(line(attempt.reference, 300_000, fee=3_000), back(attempt.reference, 40_000))


def broken() -> set[str]:
    return {result["invariant"] for result in integrity.check_integrity() if not result["ok"]}


def test_all_is_well(file):
    assert broken() == set()
    checked = {result["invariant"]: result["checked"] for result in integrity.check_integrity()}
    assert checked["payments.settlements-equal-ledger"] == 2
    assert checked["payments.settled-is-ours"] == 2
    assert checked["payments.vnpay-owes-what-is-left"] == 1


@pytest.mark.parametrize("change", [{"amount": F("amount") + 1}, {"fee": F("fee") + 1}])
def test_lines_with_other_sums_are_found(file, change):
    with past_every_guard():
        SettlementLine.objects.filter(kind="payment").update(**change)
        assert broken() == {"payments.settlements-equal-ledger"}


def test_a_line_that_was_never_posted(file):
    with past_every_guard():
        SettlementLine.objects.filter(kind="refund").update(settled=False)
        assert broken() == {"payments.settlements-equal-ledger", "payments.vnpay-owes-what-is-left"}


def test_a_movement_without_lines(file):
    lines = [(chart.platform_account(chart.BANK), 5), (chart.platform_account(chart.SUSPENSE), -5)]
    post_entry(reason="settlement", reason_ref=f"{file.pk}:{yesterday()}:0", lines=lines, livemode=False)
    assert broken() == {"payments.settlements-equal-ledger"}


def test_settled_although_we_never_took_it(file):
    with past_every_guard():
        Attempt.objects.update(status="failed")
        assert "payments.settled-is-ours" in broken()


def test_money_at_vnpay_that_nothing_explains(file):
    with past_every_guard():
        entries = LedgerEntry.objects.filter(transaction__reason="capture")
        entries.filter(account__code="provider:vnpay").update(amount=F("amount") + 7)
        assert "payments.vnpay-owes-what-is-left" in broken()


def test_a_line_of_theirs_for_what_a_person_transferred(file):
    Refund.objects.update(by_hand=True)
    assert "payments.settled-is-ours" in broken()
