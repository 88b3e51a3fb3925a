"""Closing and reopening a seller: by the operator only."""

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.close_seller import close_seller
from core.errors import Forbidden


def test_seller_is_closed_and_reopened(household: Seller, operator: User) -> None:
    for closed in (True, True, False):
        assert close_seller(seller_id=household.pk, actor=operator, closed=closed).is_active is not closed
    actions = AuditEntry.objects.filter(actor=operator).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["seller.close", "seller.reopen"]


@pytest.mark.parametrize("who", ["farmer", "officer", "official"])
def test_users_without_rights_are_refused(household: Seller, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Forbidden):
        close_seller(seller_id=household.pk, actor=request.getfixturevalue(who), closed=True)
    assert Seller.objects.get().is_active
