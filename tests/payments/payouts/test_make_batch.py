"""Pending payouts go into one file, by an operator."""

import pytest

from accounts.models import AuditEntry
from core.errors import DomainError
from payments.models import PayoutBatch
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from tests.factories import make_user
from tests.payments.payouts.helpers import make_operator, reported, rich_payee, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_operator()


def refused(**arguments) -> str:
    before = state()
    with pytest.raises(DomainError) as caught:
        make_batch(**arguments)
    assert state() == before
    return caught.value.code


def test_pending_payouts_are_batched(operator):
    first, second = (create_payout(payee_id=rich_payee(amount).pk) for amount in (300_000, 200_000))
    canceled = create_payout(payee_id=rich_payee().pk)
    cancel_payout(payout_id=canceled.pk)
    batch = make_batch(actor=operator)

    assert set(batch.payouts.values_list("pk", "status")) == {(first.pk, "in_transit"), (second.pk, "in_transit")}
    assert batch.created_by == operator
    assert reported(first) == ["payout.created", "payout.updated"]
    audit = AuditEntry.objects.get(action="payout.batch")
    assert (audit.actor, audit.object_ref) == (operator, f"payments.PayoutBatch:{batch.pk}")
    assert audit.after == {"payouts": 2, "total": 500_000}


def test_only_those_named(operator):
    first, second = (create_payout(payee_id=rich_payee().pk) for _ in range(2))
    batch = make_batch(actor=operator, payout_ids=[second.pk])
    first.refresh_from_db()

    assert list(batch.payouts.values_list("pk", flat=True)) == [second.pk]
    assert (first.status, first.batch) == ("pending", None)


def test_empty_batch_is_refused(operator):
    assert refused(actor=operator) == "NOTHING_TO_SEND"
    assert PayoutBatch.objects.count() == 0


def test_payout_in_transit_is_not_batched_again(operator):
    payout = create_payout(payee_id=rich_payee().pk)
    make_batch(actor=operator)

    assert refused(actor=operator, payout_ids=[payout.pk]) == "PAYOUT_UNEXPECTED_STATE"


def test_unknown_payout_is_refused(operator):
    payout = create_payout(payee_id=rich_payee().pk)

    assert refused(actor=operator, payout_ids=[payout.pk, "po_nothing"]) == "NOT_FOUND"


def test_only_the_operator_makes_a_batch():
    create_payout(payee_id=rich_payee().pk)

    assert refused(actor=make_user()) == "PERMISSION_DENIED"
