"""Acting for a seller: denied by default, allowed by membership, or by a member's consent while it is valid."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cooperatives.models import CooperativeMember, Seller, SellerMembership
from cooperatives.policies import may_act_for
from cooperatives.queries import acting_sellers
from cooperatives.services.add_member import add_member
from cooperatives.services.add_membership import add_membership
from cooperatives.services.record_consent import record_consent
from cooperatives.services.revoke_membership import revoke_membership
from cooperatives.services.withdraw_consent import withdraw_consent
from core.errors import Forbidden


def acts(user: object, seller: Seller) -> tuple[bool, bool] | None:
    """(on behalf, manages), or None where refused; the query must agree with the policy."""
    listed = {row.pk: (row.on_behalf, row.manages) for row in acting_sellers(user)}  # type: ignore[arg-type, attr-defined]
    try:
        acting = may_act_for(user, seller)  # type: ignore[arg-type]
    except Forbidden:
        assert seller.pk not in listed
        return None
    assert listed[seller.pk] == (acting.on_behalf, acting.manages)
    assert acting.audited_for == (seller if acting.on_behalf else None)
    return acting.on_behalf, acting.manages


def agree(cooperative: Seller, household: Seller) -> CooperativeMember:
    return record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 12")


def test_unrelated_users_cannot_act(
    household: Seller, person: Callable[..., User], officer: User, operator: User, manager: User
) -> None:
    assert [acts(who, household) for who in (None, AnonymousUser(), person(), officer, operator, manager)] == [None] * 6


def test_own_managers_and_staff_can_act(household: Seller, farmer: User, person: Callable[..., User]) -> None:
    helper = person()
    membership = add_membership(seller_id=household.pk, user=helper, role="staff")
    assert (acts(farmer, household), acts(helper, household)) == ((False, True), (False, False))
    revoke_membership(membership_id=membership.pk)
    assert acts(helper, household) is None


@pytest.mark.usefixtures("member")
def test_consent_is_required_and_can_be_withdrawn(household: Seller, cooperative: Seller, manager: User) -> None:
    assert acts(manager, household) is None
    agree(cooperative, household)
    assert acts(manager, household) == (True, False)
    withdraw_consent(cooperative_id=cooperative.pk, household_id=household.pk)
    assert acts(manager, household) is None
    agree(cooperative, household)
    assert acts(manager, household) == (True, False)


@pytest.mark.usefixtures("member")
def test_only_managers_of_the_same_cooperative_act_for_its_members(
    household: Seller, cooperative: Seller, shop: Callable[..., Seller], person: Callable[..., User], manager: User
) -> None:
    agree(cooperative, household)
    other = shop("cooperative", "HTX khác")
    stranger, clerk = person(), person()
    add_membership(seller_id=other.pk, user=stranger, role="manager")
    add_membership(seller_id=cooperative.pk, user=clerk, role="staff")
    add_member(
        cooperative_id=other.pk, household_id=household.pk, joined_on=date(2026, 2, 1)
    )  # a member without consent
    assert [acts(who, household) for who in (stranger, clerk, manager)] == [None, None, (True, False)]
    other_member = shop(name="Hộ của HTX khác")
    add_member(cooperative_id=other.pk, household_id=other_member.pk, joined_on=date(2026, 2, 1))
    agree(other, other_member)
    assert acts(manager, other_member) is None


@pytest.mark.usefixtures("member")
def test_closed_sellers_and_accounts_cannot_act(
    household: Seller, cooperative: Seller, manager: User, farmer: User
) -> None:
    agree(cooperative, household)
    manager.is_active = False
    assert acts(manager, household) is None
    manager.is_active = True
    Seller.objects.filter(pk=cooperative.pk).update(is_active=False)
    assert acts(manager, household) is None
    Seller.objects.filter(pk=household.pk).update(is_active=False)
    household.refresh_from_db()
    assert acts(farmer, household) is None


def test_revoked_managers_cannot_act_for_members(
    household: Seller, cooperative: Seller, manager: User, member: None
) -> None:
    agree(cooperative, household)
    SellerMembership.objects.filter(user=manager).update(revoked_at="2026-11-01T00:00:00Z")
    assert acts(manager, household) is None


def test_user_of_both_sellers_acts_in_own_name(
    household: Seller, cooperative: Seller, manager: User, member: None
) -> None:
    agree(cooperative, household)
    add_membership(seller_id=household.pk, user=manager, role="staff")
    assert acts(manager, household) == (False, False)


@pytest.mark.usefixtures("member")
def test_policy_takes_two_statements_at_most(
    household: Seller, cooperative: Seller, manager: User, django_assert_num_queries: Callable[..., object]
) -> None:
    agree(cooperative, household)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        may_act_for(manager, household)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert [seller.name for seller in acting_sellers(manager)] == ["HTX mẫu Mỹ Thọ", "Hộ mẫu 1"]
