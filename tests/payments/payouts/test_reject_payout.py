"""The bank rejected a payout, or returned it."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.reject_payout import reject_payout
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
        reject_payout(**arguments)
    assert state() == before
    return caught.value.code


def test_the_money_is_available_again(operator):
    payout = sent_payout(operator, 500_000)
    done = reject_payout(payout_id=payout.pk, reason="Sai tên chủ tài khoản", actor=operator)

    assert (done.status, done.failure_code, done.failure_message) == (
        "failed",
        "could_not_process",
        "Sai tên chủ tài khoản",
    )
    assert balance(payout.payee) == (0, 500_000)
    assert books(payout) == {
        ("payout", "payee:available"): 500_000,
        ("payout", "payouts_transit"): -500_000,
        ("payout_failure", "payouts_transit"): 500_000,
        ("payout_failure", "payee:available"): -500_000,
    }
    assert lines(payout) == [("payout", -500_000), ("payout_failure", 500_000)]
    assert reported(payout) == ["payout.created", "payout.updated", "payout.failed"]
    audit = AuditEntry.objects.get(action="payout.reject")
    assert (audit.before["status"], audit.after["reason"]) == ("in_transit", "Sai tên chủ tài khoản")


def test_payout_returned_after_confirmation_is_reversed(operator):
    payout = sent_payout(operator, 500_000)
    confirm_payout(payout_id=payout.pk, bank_reference="FT1", actor=operator)
    reject_payout(payout_id=payout.pk, reason="Tài khoản đã đóng", actor=operator, failure_code="account_closed")

    assert balance(payout.payee) == (0, 500_000)
    assert books(payout)["payout_failure", "bank"] == 500_000
    assert create_payout(payee_id=payout.payee_id).amount == 500_000


def test_payout_is_rejected_once(operator):
    payout = sent_payout(operator)
    reject_payout(payout_id=payout.pk, reason="Trả về", actor=operator)

    assert refused(payout_id=payout.pk, reason="Trả về", actor=operator) == "PAYOUT_UNEXPECTED_STATE"


def test_pending_payout_is_not_rejected(operator):
    payout = create_payout(payee_id=rich_payee().pk)

    assert refused(payout_id=payout.pk, reason="Trả về", actor=operator) == "PAYOUT_UNEXPECTED_STATE"


def test_rejection_needs_a_reason(operator):
    assert refused(payout_id=sent_payout(operator).pk, reason=" ", actor=operator) == "REQUIRED"


def test_only_the_operator_rejects_a_payout(operator):
    assert refused(payout_id=sent_payout(operator).pk, reason="x", actor=make_user()) == "PERMISSION_DENIED"
