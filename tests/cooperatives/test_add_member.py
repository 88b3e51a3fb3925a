"""Adding a member household to a cooperative: by the household or an official, never by the cooperative alone."""

from datetime import date

import pytest

from accounts.models import User
from cooperatives.models import CooperativeMember, Seller
from cooperatives.services.add_member import add_member
from core.errors import DomainError, Forbidden


def join(cooperative: Seller, household: Seller, actor: User | None) -> CooperativeMember:
    return add_member(cooperative_id=cooperative.pk, household_id=household.pk, joined_on=date(2026, 1, 5), actor=actor)


@pytest.mark.parametrize("who", ["farmer", "officer", "operator"])
def test_member_is_added_once(cooperative: Seller, household: Seller, who: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    assert join(cooperative, household, actor) == join(cooperative, household, actor)
    member = CooperativeMember.objects.get()
    assert (member.joined_on, member.consent_given_at) == (date(2026, 1, 5), None)


@pytest.mark.parametrize("who", ["manager", "elsewhere"])
def test_users_without_rights_are_refused(
    cooperative: Seller, household: Seller, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        join(cooperative, household, request.getfixturevalue(who))
    assert not CooperativeMember.objects.exists()


def test_only_households_join_cooperatives(cooperative: Seller, household: Seller) -> None:
    for pair in ((household, cooperative), (cooperative, cooperative), (household, household)):
        with pytest.raises(DomainError) as caught:
            join(*pair, None)
        assert caught.value.field == "household_id"
    assert not CooperativeMember.objects.exists()
