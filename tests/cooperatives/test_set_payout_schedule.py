"""The payout schedule is set by the seller's own manager."""

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.set_payout_schedule import set_payout_schedule
from core.errors import DomainError, Forbidden, NotFound
from payments.models import Payee


def stored(seller: Seller) -> tuple[str, int]:
    payee = Payee.objects.get(pk=seller.payee_ref)
    return payee.payout_interval, payee.payout_anchor


def test_schedule_is_saved_and_audited(household: Seller, farmer: User) -> None:
    set_payout_schedule(seller_id=household.pk, interval="monthly", anchor=15, actor=farmer)
    assert stored(household) == ("monthly", 15)
    entry = AuditEntry.objects.get(action="seller.set_payout_schedule")
    assert (entry.actor, entry.before, entry.after) == (
        farmer,
        {"interval": "weekly", "anchor": 1},
        {"interval": "monthly", "anchor": 15},
    )


def test_invalid_schedule_is_refused(household: Seller, farmer: User) -> None:
    with pytest.raises(DomainError) as caught:
        set_payout_schedule(seller_id=household.pk, interval="weekly", anchor=8, actor=farmer)
    assert caught.value.field == "anchor"
    assert stored(household) == ("weekly", 1)


@pytest.mark.usefixtures("member")
def test_acting_users_and_officials_are_refused(
    household: Seller, cooperative: Seller, manager: User, operator: User
) -> None:
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    for actor in (manager, operator):
        with pytest.raises(Forbidden):
            set_payout_schedule(seller_id=household.pk, interval="daily", actor=actor)
    assert stored(household) == ("weekly", 1)


def test_unknown_seller_is_not_found(farmer: User) -> None:
    with pytest.raises(NotFound):
        set_payout_schedule(seller_id=0, interval="daily", actor=farmer)
