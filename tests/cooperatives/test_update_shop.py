"""Changing a shop's profile; on behalf of a member, both names are recorded."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.record_consent import record_consent
from cooperatives.services.update_shop import update_shop
from core.errors import DomainError, Forbidden

VALUES: dict[str, Any] = {
    "phone": "0987 654 321",
    "email": "",
    "about": "Mật ong hoa tràm",
    "cash_at_pickup": True,
    "cash_on_delivery": False,
}


def test_change_is_saved_and_audited_once(household: Seller, farmer: User) -> None:
    update_shop(seller_id=household.pk, actor=farmer, **VALUES)
    update_shop(seller_id=household.pk, actor=farmer, **VALUES)
    household.refresh_from_db()
    assert (household.phone, household.about, household.cash_at_pickup) == ("0987654321", "Mật ong hoa tràm", True)
    entry = AuditEntry.objects.get(action="seller.update_shop")
    assert (entry.actor, entry.on_behalf_of) == (farmer, "")
    assert (entry.before["cash_at_pickup"], entry.after["cash_at_pickup"]) == (False, True)


@pytest.mark.usefixtures("member")
def test_cooperative_changes_the_shop_of_a_consenting_member(
    household: Seller, cooperative: Seller, manager: User
) -> None:
    with pytest.raises(Forbidden):
        update_shop(seller_id=household.pk, actor=manager, **VALUES)
    record_consent(cooperative_id=cooperative.pk, household_id=household.pk, evidence="Phiếu số 1")
    update_shop(seller_id=household.pk, actor=manager, **VALUES)
    entry = AuditEntry.objects.get(action="seller.update_shop")
    assert (entry.actor, entry.on_behalf_of) == (manager, f"cooperatives.Seller:{household.pk}")


@pytest.mark.parametrize(
    ("change", "field"), [({"phone": ""}, "phone"), ({"email": "hoa@"}, "email"), ({"about": "x" * 2001}, "about")]
)
def test_invalid_input_is_refused(household: Seller, farmer: User, change: dict[str, str], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        update_shop(seller_id=household.pk, actor=farmer, **(VALUES | change))
    assert caught.value.field == field
    assert Seller.objects.get(pk=household.pk).phone == "0912345678"


def test_strangers_are_refused(household: Seller, person: Callable[..., User], operator: User) -> None:
    for actor in (person(), operator):
        with pytest.raises(Forbidden):
            update_shop(seller_id=household.pk, actor=actor, **VALUES)
