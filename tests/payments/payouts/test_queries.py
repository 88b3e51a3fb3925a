"""Queries of the operator's payout pages."""

from datetime import datetime

import pytest
import time_machine

from core import clock
from core.errors import NotFound
from payments.models import JournalEntry, LedgerAccount
from payments.payouts import queries
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.set_schedule import set_schedule
from payments.refunds.services.create_refund import create_refund
from tests.payments.payouts.helpers import earn, make_operator, make_payee, rich_payee, sent_payout

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(datetime(2026, 11, 27, 10, tzinfo=clock.VIETNAM)):
        yield


@pytest.fixture
def payees():
    """One of each: ready by schedule, ready by hand, without a bank account, on hold, in debt, with nothing."""
    weekly, by_hand = rich_payee(400_000), rich_payee(300_000)
    set_schedule(payee_id=by_hand.pk, interval="manual")
    homeless = make_payee(bank=False)
    earn(homeless, 200_000)
    held = make_payee()
    earn(held, 100_000, released=False)
    debtor = make_payee()
    sale = earn(debtor, 200_000)
    create_payout(payee_id=debtor.pk)
    create_refund(
        intent_id=sale.intent_id, amount=80_000, reason="buyer_asked", reference=sale.reference, reverse_transfer=True
    )
    make_payee()
    return {"scheduled": weekly, "manual": by_hand, "no_bank": homeless, "on_hold": held, "debt": debtor}


def test_payees_are_listed_with_amount_and_obstacle(payees, django_assert_num_queries):
    with django_assert_num_queries(2):
        reported = queries.owed()

    assert [(row.why, row.available, row.pending, row.can_pay) for row in reported] == [
        ("scheduled", 400_000, 0, True),
        ("manual", 300_000, 0, True),
        ("no_bank", 200_000, 0, False),
        ("on_hold", 0, 100_000, False),
        ("debt", -80_000, 0, False),
    ]
    assert [row.payee for row in reported] == list(payees.values())
    assert [str(row.next_on) for row in reported[:2]] == ["2026-11-30", "None"]
    account = LedgerAccount.objects.get(pk=reported[0].available_account)
    assert (account.payee, account.code) == (payees["scheduled"], "payee:available")
    assert [row.payee for row in queries.owed(offset=3, limit=1)] == [payees["on_hold"]]


def test_totals(payees, django_assert_num_queries):
    sent_payout(make_operator(), 50_000)
    create_payout(payee_id=payees["scheduled"].pk, amount=150_000)
    with django_assert_num_queries(2):
        reported = queries.totals()

    assert (reported.ready, reported.payees_ready, reported.debts, reported.pending) == (750_000, 3, 80_000, 100_000)
    assert (reported.waiting, reported.waiting_count, reported.at_bank, reported.at_bank_count) == (
        150_000,
        1,
        250_000,
        2,
    )
    assert str(reported.waiting_since) == "2026-11-27"


def test_nothing_at_all():
    reported = queries.totals()
    assert (reported.ready, reported.waiting, reported.waiting_since, queries.owed()) == (0, 0, None, [])


def test_pending_and_sent_payouts_are_listed(payees, django_assert_num_queries):
    first = create_payout(payee_id=payees["scheduled"].pk)
    with django_assert_num_queries(1):
        waiting = list(queries.waiting())
    assert [payout.pk for payout in waiting][-1] == first.pk
    assert JournalEntry.objects.get(pk=waiting[-1].journal_entry).reason_ref == first.pk

    created = make_batch(actor=make_operator())
    with django_assert_num_queries(1):
        (reported,) = queries.batches()
    assert (reported.count, reported.total, reported.going, reported.failed) == (2, 600_000, 2, 0)
    with django_assert_num_queries(2):
        batch = queries.batch(created.pk)
        assert [payout.payee.pk for payout in batch.payouts.all()] == [payees["debt"].pk, payees["scheduled"].pk]
    assert list(queries.waiting()) == []


def test_an_unknown_file():
    with pytest.raises(NotFound):
        queries.batch("pb_nothing")
