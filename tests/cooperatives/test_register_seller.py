"""Registering a seller: what is stored, who may, and nothing written on refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from core.errors import DomainError, Forbidden
from core.models import Event
from payments.models import Payee
from places.models import Address, Unit


def test_cooperative_is_registered_with_its_payee(shop: Callable[..., Seller], my_tho: Unit, officer: User) -> None:
    seller = shop(
        "cooperative", " HTX  Xoài Mỹ Xương ", tax_code="1401 541 495", phone="+84 912 345 678", email="HTX@Example.vn",
        is_sample=False, actor=officer, old_unit_id=None, about=" Từ 2011. ",
    )  # fmt: skip
    stored = Seller.objects.get()
    assert stored == seller
    assert (stored.name, stored.slug, stored.name_fold) == (
        "HTX Xoài Mỹ Xương",
        "htx-xoai-my-xuong",
        "htx xoai mi xuong",
    )
    assert (stored.tax_code, stored.phone, stored.email, stored.about) == (
        "1401541495",
        "0912345678",
        "htx@example.vn",
        "Từ 2011.",
    )
    assert (stored.unit, stored.is_active, stored.verified_at) == (my_tho, True, None)
    assert Payee.objects.get(pk=stored.payee_ref).name == "HTX Xoài Mỹ Xương"
    assert AuditEntry.objects.filter(action="seller.register", actor=officer).count() == 1
    assert Event.objects.get(type="seller.registered").payload == {"seller_id": seller.pk}


def test_names_with_the_same_fold_get_distinct_slugs(shop: Callable[..., Seller]) -> None:
    names = ["Hộ Mỹ Thọ", "Hộ Mỹ Tho", "Hộ Mỹ Thỏ", "!!!"]
    assert [shop(name=name).slug for name in names] == ["ho-my-tho", "ho-my-tho-2", "ho-my-tho-3", "nguoi-ban"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "bank"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"representative": ""}, "representative"),
        ({"tax_code": "1401541496"}, "tax_code"),
        ({"tax_code": "", "is_sample": False}, "tax_code"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_invalid_input_is_refused_and_writes_nothing(
    shop: Callable[..., Seller], fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        shop(**fields)
    assert caught.value.field == field
    assert (Seller.objects.count(), Payee.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_tax_code_registers_once(shop: Callable[..., Seller]) -> None:
    shop("cooperative", "HTX một", tax_code="1401541495")
    with pytest.raises(DomainError, match="đã có người bán đăng ký"):
        shop("cooperative", "HTX hai", tax_code="1401541495")
    assert Seller.objects.count() == 1


def test_officials_of_other_places_are_refused(
    shop: Callable[..., Seller], person: Callable[..., User], elsewhere: User, official: User, operator: User
) -> None:
    for actor in (person(), elsewhere):
        with pytest.raises(Forbidden):
            shop(name="Hộ lạ", actor=actor)
    assert Seller.objects.count() == 0
    assert [shop(name="Hộ tỉnh", actor=official).pk, shop(name="Hộ sàn", actor=operator).pk]
    assert Address.objects.count() == 4
