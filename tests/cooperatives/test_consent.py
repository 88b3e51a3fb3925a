"""Recording and withdrawing consent: by either side or an official, with evidence, audited."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import CooperativeMember, Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.withdraw_consent import withdraw_consent
from core.errors import DomainError, Forbidden, NotFound

pytestmark = pytest.mark.usefixtures("member")


@pytest.mark.parametrize("who", ["farmer", "manager", "officer", "official", "operator"])
def test_recorded_and_withdrawn(
    household: Seller, cooperative: Seller, who: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)
    ids = {"cooperative_id": cooperative.pk, "household_id": household.pk, "actor": actor}
    record_consent(**ids, evidence="  Phiếu đồng ý số 12,  03/06/2026 ")
    record_consent(**ids, evidence="Lần nữa")
    member = CooperativeMember.objects.get()
    assert (member.consent_evidence, member.consent_withdrawn_at) == ("Phiếu đồng ý số 12, 03/06/2026", None)
    assert member.consent_given_at is not None
    withdraw_consent(**ids)
    withdraw_consent(**ids)
    assert CooperativeMember.objects.get().consent_withdrawn_at is not None
    told = AuditEntry.objects.filter(action__startswith="consent.").order_by("pk")
    assert [(entry.action, entry.actor, entry.object_ref) for entry in told] == [
        ("consent.record", actor, f"cooperatives.CooperativeMember:{member.pk}"),
        ("consent.withdraw", actor, f"cooperatives.CooperativeMember:{member.pk}"),
    ]
    assert told[0].before["given_at"] is None
    assert told[0].after["evidence"] == "Phiếu đồng ý số 12, 03/06/2026"


@pytest.mark.parametrize(("evidence", "code"), [("  ", "REQUIRED"), ("x" * 201, "INVALID")])
def test_evidence_is_required(household: Seller, cooperative: Seller, evidence: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence=evidence)
    assert (caught.value.code, caught.value.field) == (code, "evidence")
    assert CooperativeMember.objects.get().consent_given_at is None


def test_strangers_and_strangers_members(
    household: Seller, cooperative: Seller, shop: Callable[..., Seller], person: Callable[..., User], elsewhere: User,
    manager: User,
) -> None:  # fmt: skip
    for actor in (person(), elsewhere):
        with pytest.raises(Forbidden):
            record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu", actor=actor)
    outsider = shop(name="Hộ ngoài")
    with pytest.raises(NotFound):
        record_consent(cooperative_id=cooperative.pk, household_id=outsider.pk, evidence="Phiếu", actor=manager)
    assert not CooperativeMember.objects.exclude(consent_given_at=None).exists()
