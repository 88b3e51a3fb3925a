"""Members of a seller's team: added and removed by permitted people."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller, SellerMembership
from cooperatives.services.add_membership import add_membership
from cooperatives.services.revoke_membership import revoke_membership
from core.errors import DomainError, Forbidden


def test_membership_is_added_promoted_and_revoked(household: Seller, farmer: User, person: Callable[..., User]) -> None:
    helper = person()
    for role in ("staff", "staff", "manager"):
        add_membership(seller_id=household.pk, user=helper, role=role, actor=farmer)
    membership = SellerMembership.objects.get(user=helper)
    assert membership.role == "manager"
    revoke_membership(membership_id=membership.pk, actor=farmer)
    revoke_membership(membership_id=membership.pk, actor=farmer)
    assert not SellerMembership.objects.filter(user=helper, revoked_at=None).exists()
    actions = AuditEntry.objects.filter(actor=farmer).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["seller.add_person", "seller.add_person", "seller.revoke_person"]


def test_strangers_and_staff_are_refused(household: Seller, farmer: User, person: Callable[..., User]) -> None:
    helper = person()
    add_membership(seller_id=household.pk, user=helper, role="staff")
    for actor in (helper, person()):
        with pytest.raises(Forbidden):
            add_membership(seller_id=household.pk, user=actor, role="manager", actor=actor)
        with pytest.raises(Forbidden):
            revoke_membership(membership_id=SellerMembership.objects.get(user=farmer).pk, actor=actor)
    assert SellerMembership.objects.filter(revoked_at=None).count() == 2


def test_last_manager_cannot_be_revoked(household: Seller, farmer: User) -> None:
    with pytest.raises(DomainError) as caught:
        revoke_membership(membership_id=SellerMembership.objects.get(user=farmer).pk, actor=farmer)
    assert caught.value.code == "LAST_MANAGER"
    assert SellerMembership.objects.filter(revoked_at=None).count() == 1
