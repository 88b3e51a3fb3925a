"""A whole file at once."""

import pytest

from core.errors import DomainError
from payments.models import Payout
from payments.payouts.services.confirm_batch import confirm_batch
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.reject_payout import reject_payout
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, rich_payee, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_operator()


@pytest.fixture
def batch(operator):
    payouts = [create_payout(payee_id=rich_payee().pk) for _ in range(3)]
    created = make_batch(actor=operator)
    reject_payout(payout_id=payouts[0].pk, reason="Sai tên", actor=operator)
    return created


def test_payouts_in_transit_are_marked_paid(operator, batch):
    assert len(confirm_batch(batch_id=batch.pk, bank_reference="LO-7", actor=operator)) == 2
    assert sorted(Payout.objects.values_list("status", "bank_reference")) == [
        ("failed", ""),
        ("paid", "LO-7"),
        ("paid", "LO-7"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"bank_reference": " "}, "REQUIRED"), ({"batch_id": "pb_nothing"}, "NOT_FOUND")],
)
def test_refused(operator, batch, changes, code):
    before = state()
    with pytest.raises(DomainError) as caught:
        confirm_batch(**{"batch_id": batch.pk, "bank_reference": "LO-7", "actor": operator} | changes)
    assert caught.value.code == code
    assert state() == before


def test_batch_is_confirmed_once(operator, batch):
    confirm_batch(batch_id=batch.pk, bank_reference="LO-7", actor=operator)
    with pytest.raises(DomainError) as caught:
        confirm_batch(batch_id=batch.pk, bank_reference="LO-7", actor=operator)
    assert caught.value.code == "PAYOUT_UNEXPECTED_STATE"


def test_only_the_operator_confirms_a_batch(batch):
    with pytest.raises(DomainError) as caught:
        confirm_batch(batch_id=batch.pk, bank_reference="LO-7", actor=make_user())
    assert caught.value.code == "PERMISSION_DENIED"
