"""The invariants of sellers and of those who act for them."""

import pytest

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives import integrity
from cooperatives.models import CooperativeMember, Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.withdraw_consent import withdraw_consent
from core.integrity import CheckResult
from places.models import Unit


@pytest.mark.usefixtures("member")
def test_acting_without_consent_is_a_mismatch(household: Seller, cooperative: Seller, manager: User) -> None:
    ids = {"cooperative_id": cooperative.pk, "household_id": household.pk}
    record_consent(**ids, evidence="Phiếu số 1")
    record_audit(actor=manager, action="order.confirm", obj=household, on_behalf_of=household)
    withdraw_consent(**ids)
    assert integrity.acted_with_consent() == CheckResult(checked=1)
    late = record_audit(actor=manager, action="order.confirm", obj=household, on_behalf_of=household)
    stray = record_audit(actor=manager, action="order.confirm", obj=household, on_behalf_of=cooperative)
    result = integrity.acted_with_consent()
    assert (result.checked, [problem.split(":")[0] for problem in result.problems]) == (
        3,
        [f"audit entry {late.pk}", f"audit entry {stray.pk}"],
    )


def test_wrong_commune_and_invalid_members_are_mismatches(
    household: Seller, cooperative: Seller, my_hiep: Unit
) -> None:
    assert integrity.sellers_stand_in_their_commune().problems == []
    Seller.objects.filter(pk=household.pk).update(unit=my_hiep)
    assert len(integrity.sellers_stand_in_their_commune().problems) == 1
    CooperativeMember.objects.create(cooperative=household, household=cooperative, joined_on="2026-01-05")
    assert len(integrity.members_are_households().problems) == 1
