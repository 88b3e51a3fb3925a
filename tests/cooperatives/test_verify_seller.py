"""Verification by officials of the area only, audited before and after."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.add_membership import add_membership
from cooperatives.services.verify_seller import verify_seller
from core.errors import DomainError, Forbidden, NotFound


@pytest.mark.parametrize("who", ["officer", "official", "operator"])
def test_seller_is_verified_and_verification_withdrawn(
    household: Seller, who: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)
    before = AuditEntry.objects.count()
    verify_seller(seller_id=household.pk, actor=actor, verified=True)
    verify_seller(seller_id=household.pk, actor=actor, verified=True)
    household.refresh_from_db()
    assert household.verified_by == actor
    assert household.verified_at is not None
    verify_seller(seller_id=household.pk, actor=actor, verified=False)
    stored = Seller.objects.get(pk=household.pk)
    assert (stored.verified_by, stored.verified_at) == (None, None)
    first, second = AuditEntry.objects.order_by("pk")[before:]
    assert (first.action, first.actor, first.before["verified_by"], first.after["verified_by"]) == (
        "seller.verify", actor, None, actor.pk
    )  # fmt: skip
    assert (second.action, second.before, second.after) == ("seller.unverify", first.after, first.before)


@pytest.mark.parametrize("who", ["farmer", "manager", "elsewhere"])
def test_users_without_rights_are_refused(household: Seller, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotFound):
        verify_seller(seller_id=household.pk, actor=request.getfixturevalue(who), verified=True)
    assert not Seller.objects.exclude(verified_at=None).exists()


def test_officer_cannot_verify_own_shop(household: Seller, officer: User) -> None:
    add_membership(seller_id=household.pk, user=officer, role="staff")
    with pytest.raises(Forbidden, match="tự xác minh"):
        verify_seller(seller_id=household.pk, actor=officer, verified=True)
    assert not Seller.objects.exclude(verified_at=None).exists()


def test_closed_seller_cannot_be_verified(shop: Callable[..., Seller], officer: User) -> None:
    seller = shop()
    Seller.objects.filter(pk=seller.pk).update(is_active=False)
    with pytest.raises(DomainError) as caught:
        verify_seller(seller_id=seller.pk, actor=officer, verified=True)
    assert caught.value.code == "INACTIVE"
