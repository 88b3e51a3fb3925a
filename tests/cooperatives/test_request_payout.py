"""A seller's manager requests a payout; people who act on behalf of the seller may not."""

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.request_payout import request_payout
from core.errors import DomainError, Forbidden, NotFound
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import Payee, Payout
from tests.payments.payouts.helpers import earn


@pytest.fixture
def rich(household: Seller) -> Seller:
    earn(Payee.objects.get(pk=household.payee_ref), 300_000)
    update_bank(payee_id=household.payee_ref, bin="970436", number="0071001234567", holder="LE THI SEN")
    return household


def test_available_balance_is_paid_out_once_per_key(rich: Seller, farmer: User) -> None:
    payout_ids = {request_payout(seller_id=rich.pk, actor=farmer, idempotency_key="k").id for _ in range(2)}
    assert payout_ids == {Payout.objects.get().pk}
    assert Payout.objects.get().amount == 279_000  # 7 % withheld from an unidentified payee
    entry = AuditEntry.objects.get(action="seller.request_payout")
    assert (entry.actor, entry.after) == (farmer, {"amount": 279_000})


def test_empty_balance_is_refused(household: Seller, farmer: User) -> None:
    update_bank(payee_id=household.payee_ref, bin="970436", number="0071001234567", holder="LE THI SEN")
    with pytest.raises(DomainError) as caught:
        request_payout(seller_id=household.pk, actor=farmer, idempotency_key="k")
    assert caught.value.code == "BALANCE_INSUFFICIENT"
    assert not AuditEntry.objects.filter(action="seller.request_payout").exists()


@pytest.mark.usefixtures("member")
def test_acting_users_and_officials_are_refused(
    rich: Seller, cooperative: Seller, manager: User, officer: User, operator: User
) -> None:
    record_consent(cooperative_id=cooperative.pk, household_id=rich.pk, evidence="Phiếu số 1")
    for actor in (manager, officer, operator):
        with pytest.raises(Forbidden):
            request_payout(seller_id=rich.pk, actor=actor, idempotency_key="k")
    assert Payout.objects.count() == 0


def test_unknown_seller_is_not_found(farmer: User) -> None:
    with pytest.raises(NotFound):
        request_payout(seller_id=0, actor=farmer, idempotency_key="k")
