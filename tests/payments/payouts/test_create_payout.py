"""Create a payout: never more than the balance, never without a bank account."""

import re
from datetime import datetime

import pytest
import time_machine

from core import clock
from core.errors import DomainError
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import PayoutStatus
from payments.payouts.services.create_payout import create_payout
from payments.refunds.services.create_refund import create_refund
from tests.payments.payouts.helpers import balance, books, earn, lines, make_payee, reported, rich_payee, state

pytestmark = pytest.mark.django_db


def refused(**arguments) -> DomainError:
    before = state()
    with pytest.raises(DomainError) as caught:
        create_payout(**arguments)
    assert state() == before
    return caught.value


@time_machine.travel(datetime(2026, 11, 27, 10, tzinfo=clock.VIETNAM), tick=False)  # a Friday
def test_whole_available_balance_is_paid_out():
    payee = rich_payee(500_000)
    earn(payee, 200_000, released=False)
    payout = create_payout(payee_id=payee.pk)

    assert (payout.amount, payout.status, payout.automatic) == (500_000, PayoutStatus.PENDING, False)
    assert re.fullmatch(r"CXRT[0-9A-Z]{10}", payout.code)
    assert (payout.bank_bin, payout.bank_account_no, payout.bank_account_name) == (
        "970436",
        "0071001234567",
        "LE THI SEN",
    )
    assert f"{payout.arrival_on:%A %d}" == "Monday 30"
    assert balance(payee) == (200_000, 0)
    assert books(payout) == {("payout", "payee:available"): 500_000, ("payout", "payouts_transit"): -500_000}
    assert lines(payout) == [("payout", -500_000)]
    assert reported(payout) == ["payout.created"]


def test_part_of_the_balance_is_paid_out():
    payee = rich_payee(500_000)
    payout = create_payout(payee_id=payee.pk, amount=120_000, description="Tiền cọc", metadata={"ky": "1"})

    assert (payout.amount, payout.description, payout.metadata) == (120_000, "Tiền cọc", {"ky": "1"})
    assert balance(payee) == (0, 380_000)


def test_the_account_is_as_it_was_in_that_moment():
    payee = rich_payee()
    payout = create_payout(payee_id=payee.pk)
    update_bank(payee_id=payee.pk, bin="970405", number="6501999999", holder="KHAC")
    payout.refresh_from_db()

    assert payout.bank_account_no == "0071001234567"


@pytest.mark.parametrize("amount", [0, -1])
def test_invalid_amount_is_refused(amount):
    assert refused(payee_id=rich_payee().pk, amount=amount).code == "AMOUNT_INVALID"


def test_payout_beyond_the_balance_is_refused_with_the_balance():
    error = refused(payee_id=rich_payee(500_000).pk, amount=500_001)

    assert error.code == "BALANCE_INSUFFICIENT"
    assert str(error) == "Chỉ rút được tối đa 500.000\u00a0đ."


def test_held_amount_is_not_available():
    payee = make_payee()
    earn(payee, 200_000, released=False)

    assert refused(payee_id=payee.pk).code == "BALANCE_INSUFFICIENT"


def test_payout_of_a_negative_balance_is_refused():
    payee = make_payee()
    sale = earn(payee, 200_000)
    create_payout(payee_id=payee.pk)
    create_refund(
        intent_id=sale.intent_id, amount=80_000, reason="buyer_asked", reference=sale.reference, reverse_transfer=True
    )
    assert balance(payee) == (0, -80_000)
    error = refused(payee_id=payee.pk)

    assert error.code == "BALANCE_INSUFFICIENT"
    assert str(error).startswith("Đang nợ 80.000\u00a0đ")


def test_the_next_payout_settles_the_debt():
    payee = make_payee()
    sale = earn(payee, 200_000)
    create_payout(payee_id=payee.pk)
    create_refund(
        intent_id=sale.intent_id, amount=80_000, reason="buyer_asked", reference=sale.reference, reverse_transfer=True
    )
    earn(payee, 300_000)

    assert create_payout(payee_id=payee.pk).amount == 220_000
    assert balance(payee) == (0, 0)


def test_payout_without_a_bank_account_is_refused():
    payee = make_payee(bank=False)
    earn(payee, 200_000)

    assert refused(payee_id=payee.pk).code == "NO_BANK_ACCOUNT"


def test_unknown_payee_is_not_found():
    assert refused(payee_id="acct_nobody").code == "NOT_FOUND"
