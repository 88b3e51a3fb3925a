"""The morning's payouts: each payee on its day, once."""

from datetime import date, datetime

import pytest
import time_machine

from core import clock
from payments.models import Payout
from payments.payouts.jobs import run_payouts
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.run_schedule import run_schedule
from payments.payouts.services.set_schedule import set_schedule
from payments.refunds.services.create_refund import create_refund
from tests.payments.payouts.helpers import balance, earn, make_payee, rich_payee

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 15, tzinfo=clock.VIETNAM)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY):
        yield


def payee_of(interval: str, anchor: int = 1, amount: int = 500_000):
    payee = rich_payee(amount)
    return set_schedule(payee_id=payee.pk, interval=interval, anchor=anchor)


def test_payee_is_paid_on_the_day_of_its_schedule():
    due = [payee_of("daily"), payee_of("weekly", 1), payee_of("monthly", 23)]
    others = [payee_of("manual"), payee_of("weekly", 2), payee_of("monthly", 24)]
    ran = run_schedule()

    assert ran.skipped == {}
    assert sorted(ran.paid) == sorted(Payout.objects.values_list("pk", flat=True))
    assert {payout.payee_id for payout in Payout.objects.all()} == {payee.pk for payee in due}
    assert set(Payout.objects.values_list("amount", "automatic", "status")) == {(500_000, True, "pending")}
    assert [balance(payee) for payee in others] == [(0, 500_000)] * 3


def test_schedule_pays_once_a_day():
    payee = payee_of("daily")
    run_schedule()
    earn(payee, 70_000)

    assert run_schedule().paid == []
    assert balance(payee) == (0, 70_000)
    with time_machine.travel(datetime(2026, 11, 24, 6, 15, tzinfo=clock.VIETNAM)):
        assert len(run_schedule().paid) == 1
    assert balance(payee) == (0, 0)


def test_manual_payout_does_not_stop_the_schedule():
    payee = payee_of("daily")
    create_payout(payee_id=payee.pk, amount=100_000)
    run_schedule()

    assert sorted(Payout.objects.values_list("amount", "automatic")) == [(100_000, False), (400_000, True)]


def test_debts_and_missing_accounts_are_listed_and_do_not_stop_others():
    homeless = make_payee(bank=False)
    earn(homeless, 100_000)
    debtor = make_payee()
    sale = earn(debtor, 200_000)
    create_payout(payee_id=debtor.pk)
    create_refund(
        intent_id=sale.intent_id, amount=80_000, reason="buyer_asked", reference=sale.reference, reverse_transfer=True
    )
    nothing = make_payee()
    for payee in (homeless, debtor, nothing):
        set_schedule(payee_id=payee.pk, interval="daily")
    paid = payee_of("daily")
    ran = run_schedule()

    assert ran.skipped == {homeless.pk: "NO_BANK_ACCOUNT", debtor.pk: "BALANCE_INSUFFICIENT"}
    assert [Payout.objects.get(pk=pk).payee_id for pk in ran.paid] == [paid.pk]


def test_the_day_is_vietnams():
    """A quarter past six in the morning is still yesterday in UTC."""
    payee_of("weekly", 1)
    assert datetime.now(tz=None).astimezone(clock.VIETNAM).date() == date(2026, 11, 23)
    run_payouts(0)

    assert Payout.objects.count() == 1
