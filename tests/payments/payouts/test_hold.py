"""A bank account that a person or a program changed is paid nothing for 48 hours; payouts made meanwhile wait."""

from datetime import timedelta

import pytest

from core import clock
from payments import sdk
from payments.api.services.set_external_account import set_external_account
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import Payee, Payout
from payments.payouts import queries as payouts
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.run_schedule import run_schedule
from tests.orders.helpers import refusal
from tests.payments.payouts.helpers import balance, earn, make_operator, make_payee, rich_payee

pytestmark = pytest.mark.django_db

NEW = {"bin": "970405", "number": "6501999999", "holder": "KE GIAN"}


def two_days_later(payee: Payee) -> None:
    ago = timedelta(hours=48)
    Payee.objects.filter(pk=payee.pk).update(bank_changed_at=clock.now() - ago)
    Payout.objects.filter(payee=payee, send_after__isnull=False).update(send_after=clock.now())


@pytest.mark.parametrize("door", [update_bank, set_external_account])
def test_a_payout_to_a_changed_account_waits_48_hours(door) -> None:
    operator, payee = make_operator(), rich_payee(500_000)
    door(payee_id=payee.pk, **NEW)
    payout = create_payout(payee_id=payee.pk)
    assert payout.send_after
    assert timedelta(hours=47, minutes=59) < payout.send_after - clock.now() <= timedelta(hours=48)
    assert refusal(make_batch, actor=operator).code == "NOTHING_TO_SEND"
    assert refusal(make_batch, actor=operator, payout_ids=[payout.pk]).code == "PAYOUT_ON_HOLD"
    assert (Payout.objects.get().status, balance(payee)) == ("pending", (0, 0))
    totals = payouts.totals()
    assert (totals.waiting_count, totals.held_count, totals.held, totals.to_send_count) == (1, 1, 500_000, 0)

    two_days_later(payee)

    make_batch(actor=operator)
    assert Payout.objects.get().status == "in_transit"


def test_others_are_sent_meanwhile() -> None:
    operator, held, other = make_operator(), rich_payee(300_000), rich_payee(200_000)
    update_bank(payee_id=held.pk, **NEW)
    for payee in (held, other):
        create_payout(payee_id=payee.pk)
    assert [payout.payee_id for payout in make_batch(actor=operator).payouts.all()] == [other.pk]


def test_earlier_payout_keeps_its_bank_account() -> None:
    operator, payee = make_operator(), rich_payee(500_000)
    create_payout(payee_id=payee.pk)
    update_bank(payee_id=payee.pk, **NEW)
    make_batch(actor=operator)
    assert (Payout.objects.get().status, Payout.objects.get().bank_account_no) == ("in_transit", "0071001234567")


def test_a_first_account_waits_too_and_the_schedule_likewise() -> None:
    payee = make_payee(bank=False)
    update_bank(payee_id=payee.pk, **NEW)
    earn(payee, 400_000)
    Payee.objects.filter(pk=payee.pk).update(payout_interval="daily")
    (payout_id,) = run_schedule().paid
    payout = Payout.objects.get(pk=payout_id)
    assert payout.is_held
    assert payout.arrival_on > clock.local(clock.now() + timedelta(hours=48)).date()


def test_held_payout_can_be_canceled() -> None:
    payee = rich_payee(500_000)
    update_bank(payee_id=payee.pk, **NEW)
    cancel_payout(payout_id=create_payout(payee_id=payee.pk).pk)
    assert balance(payee) == (0, 500_000)


def test_the_same_account_again_and_the_systems_own_change_wait_for_nothing() -> None:
    payee = make_payee()
    update_bank(payee_id=payee.pk, bin="970436", number="0071001234567", holder="LE THI SEN HOA")
    assert sdk.accounts.retrieve(payee.pk).held_until is None
    sdk.accounts.update_bank(payee.pk, **NEW, hold=False)
    assert sdk.accounts.retrieve(payee.pk).held_until is None
    sdk.accounts.update_bank(payee.pk, **NEW | {"number": "6501999998"})
    assert sdk.accounts.retrieve(payee.pk).held_until is not None
