"""Cancel a payout that is not in a batch: the entry is reversed exactly."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError
from payments.payouts.services.cancel_payout import cancel_payout
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


def test_the_money_is_available_again():
    payee = rich_payee(500_000)
    payout = create_payout(payee_id=payee.pk, amount=200_000)
    done = cancel_payout(payout_id=payout.pk)

    assert done.status == "canceled"
    assert done.ended_at is not None
    assert balance(payee) == (0, 500_000)
    assert books(payout) == {
        ("payout", "payee:available"): 200_000,
        ("payout", "payouts_transit"): -200_000,
        ("payout_cancel", "payouts_transit"): 200_000,
        ("payout_cancel", "payee:available"): -200_000,
    }
    assert lines(payout) == [("payout", -200_000), ("payout_cancel", 200_000)]
    assert reported(payout) == ["payout.created", "payout.canceled"]


def test_payout_is_canceled_once():
    payout = create_payout(payee_id=rich_payee().pk)
    cancel_payout(payout_id=payout.pk)
    before = state()
    with pytest.raises(DomainError) as caught:
        cancel_payout(payout_id=payout.pk)

    assert caught.value.code == "PAYOUT_UNEXPECTED_STATE"
    assert str(caught.value) == "Khoản chuyển tiền này đang ở bước khác: đã hủy."
    assert state() == before


def test_payout_in_transit_is_not_canceled():
    payout = sent_payout(make_operator())
    before = state()
    with pytest.raises(DomainError) as caught:
        cancel_payout(payout_id=payout.pk)

    assert caught.value.code == "PAYOUT_UNEXPECTED_STATE"
    assert state() == before


def test_cancellation_by_the_operator_is_audited():
    operator = make_operator()
    payout = create_payout(payee_id=rich_payee(500_000).pk)
    cancel_payout(payout_id=payout.pk, actor=operator)
    entry = AuditEntry.objects.get(action="payout.cancel")
    assert (entry.actor, entry.after) == (operator, {"amount": 500_000})


def test_only_the_operator_cancels_a_payout():
    payout = create_payout(payee_id=rich_payee().pk)
    before = state()
    with pytest.raises(DomainError) as caught:
        cancel_payout(payout_id=payout.pk, actor=make_user())
    assert caught.value.code == "PERMISSION_DENIED"
    assert state() == before


def test_an_unknown_one():
    with pytest.raises(DomainError) as caught:
        cancel_payout(payout_id="po_nothing")
    assert caught.value.code == "NOT_FOUND"
