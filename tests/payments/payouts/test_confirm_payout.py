"""The bank has sent it."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.create_payout import create_payout
from tests.factories import make_user
from tests.payments.payouts.helpers import (
    balance,
    books,
    lines,
    make_operator,
    reported,
    rich_payee,
    sent_payout,
    state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_operator()


def refused(**arguments) -> str:
    before = state()
    with pytest.raises(DomainError) as caught:
        confirm_payout(**arguments)
    assert state() == before
    return caught.value.code


def test_confirmed_payout_is_paid(operator):
    payout = sent_payout(operator, 500_000)
    done = confirm_payout(
        payout_id=payout.pk, bank_reference=" FT26331 ", actor=operator, arrived_on=date(2026, 11, 26)
    )

    assert (done.status, done.bank_reference, done.arrival_on) == ("paid", "FT26331", date(2026, 11, 26))
    assert balance(payout.payee) == (0, 0)
    assert books(payout) == {
        ("payout", "payee:available"): 500_000,
        ("payout", "payouts_transit"): -500_000,
        ("payout_paid", "payouts_transit"): 500_000,
        ("payout_paid", "bank"): -500_000,
    }
    assert lines(payout) == [("payout", -500_000)]
    assert reported(payout) == ["payout.created", "payout.updated", "payout.paid"]
    assert AuditEntry.objects.get(action="payout.confirm").after == {
        "status": "paid",
        "amount": 500_000,
        "bank_reference": "FT26331",
    }


def test_payout_is_confirmed_once(operator):
    payout = sent_payout(operator)
    confirm_payout(payout_id=payout.pk, bank_reference="FT1", actor=operator)

    assert refused(payout_id=payout.pk, bank_reference="FT2", actor=operator) == "PAYOUT_UNEXPECTED_STATE"


def test_pending_payout_is_not_confirmed(operator):
    payout = create_payout(payee_id=rich_payee().pk)

    assert refused(payout_id=payout.pk, bank_reference="FT1", actor=operator) == "PAYOUT_UNEXPECTED_STATE"


def test_confirmation_needs_the_banks_number(operator):
    assert refused(payout_id=sent_payout(operator).pk, bank_reference="  ", actor=operator) == "REQUIRED"


def test_only_the_operator_confirms_a_payout(operator):
    assert refused(payout_id=sent_payout(operator).pk, bank_reference="1", actor=make_user()) == "PERMISSION_DENIED"
