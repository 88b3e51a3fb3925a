"""The operator pays somebody out without waiting."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError
from payments.payouts.services.pay_out_now import pay_out_now
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, make_payee, rich_payee, state

pytestmark = pytest.mark.django_db


def test_all_that_is_available_under_ones_name():
    operator = make_operator()
    payout = pay_out_now(payee_id=rich_payee(500_000).pk, actor=operator)
    assert (payout.amount, payout.automatic) == (500_000, False)
    entry = AuditEntry.objects.get(action="payout.create")
    assert (entry.actor, entry.object_ref, entry.after) == (
        operator,
        f"payments.Payout:{payout.pk}",
        {"amount": 500_000},
    )


def test_refusals_leave_no_trace():
    operator, poor = make_operator(), make_payee()
    before, trail = state(), AuditEntry.objects.count()
    with pytest.raises(DomainError):
        pay_out_now(payee_id=poor.pk, actor=operator)
    assert (state(), AuditEntry.objects.count()) == (before, trail)


def test_only_the_operator_pays_out_at_once():
    payee = rich_payee()
    before = state()
    with pytest.raises(DomainError) as caught:
        pay_out_now(payee_id=payee.pk, actor=make_user())
    assert caught.value.code == "PERMISSION_DENIED"
    assert state() == before
