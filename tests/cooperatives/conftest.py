"""Two communes, an official for each kind of scope, and registered sellers as in the pilot."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import Role, User
from accounts.services.grant_membership import grant_membership
from cooperatives.models import Seller, SellerKind, SellerRole
from cooperatives.services.add_member import add_member
from cooperatives.services.add_membership import add_membership
from cooperatives.services.register_seller import register_seller
from places.models import Address, Level, Unit

PASSWORD = "vuon-xoai-2026"
Person = Callable[..., User]
Shop = Callable[..., Seller]


def _unit(code: str, level: str, kind: str, name: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(
        code=code, level=level, kind=kind, name=name, full_name=f"{kind} {name}", name_fold=name.lower(),
        name_sort=name.lower(), parent=parent, valid_from=date(2025, 7, 1), legal_basis="QĐ 19/2025/QĐ-TTg",
    )  # fmt: skip


@pytest.fixture
def province(db: None) -> Unit:
    return _unit("82", Level.PROVINCE, "Tỉnh", "Đồng Tháp")


@pytest.fixture
def my_tho(province: Unit) -> Unit:
    return _unit("30076", Level.COMMUNE, "Xã", "Mỹ Thọ", province)


@pytest.fixture
def my_hiep(province: Unit) -> Unit:
    return _unit("30085", Level.COMMUNE, "Xã", "Mỹ Hiệp", province)


@pytest.fixture
def person(db: None) -> Person:
    serials = iter(range(10_000_000, 99_999_999))

    def make(name: str = "Ai đó", **fields: Any) -> User:
        return User.objects.create_user(phone=f"09{next(serials)}", full_name=name, password=PASSWORD, **fields)

    return make


@pytest.fixture
def shop(my_tho: Unit) -> Shop:
    def make(kind: str = SellerKind.HOUSEHOLD, name: str = "Hộ mẫu", unit: Unit = my_tho, **fields: Any) -> Seller:
        address = Address.objects.create(name=name[:120], street="ấp Mỹ Thới", unit=unit)
        values = {"tax_code": "", "representative": "Nguyễn Văn A", "phone": "0912345678", "is_sample": True} | fields
        return register_seller(kind=kind, name=name, address_id=address.pk, **values)

    return make


@pytest.fixture
def household(shop: Shop) -> Seller:
    return shop(SellerKind.HOUSEHOLD, "Hộ mẫu 1")


@pytest.fixture
def cooperative(shop: Shop) -> Seller:
    return shop(SellerKind.COOPERATIVE, "HTX mẫu Mỹ Thọ")


@pytest.fixture
def farmer(person: Person, household: Seller) -> User:
    user = person("Hộ mẫu 1")
    add_membership(seller_id=household.pk, user=user, role=SellerRole.MANAGER)
    return user


@pytest.fixture
def manager(person: Person, cooperative: Seller) -> User:
    user = person("Quản lý HTX")
    add_membership(seller_id=cooperative.pk, user=user, role=SellerRole.MANAGER)
    return user


@pytest.fixture
def member(cooperative: Seller, household: Seller) -> None:
    add_member(cooperative_id=cooperative.pk, household_id=household.pk, joined_on=date(2026, 1, 5))


@pytest.fixture
def officer(person: Person, my_tho: Unit) -> User:
    user = person("Cán bộ Mỹ Thọ")
    grant_membership(user=user, role=Role.COMMUNE, unit=my_tho, actor=None)
    return user


@pytest.fixture
def elsewhere(person: Person, my_hiep: Unit) -> User:
    user = person("Cán bộ Mỹ Hiệp")
    grant_membership(user=user, role=Role.COMMUNE, unit=my_hiep, actor=None)
    return user


@pytest.fixture
def official(person: Person, province: Unit) -> User:
    user = person("Cán bộ Đồng Tháp")
    grant_membership(user=user, role=Role.PROVINCE, unit=province, actor=None)
    return user


@pytest.fixture
def operator(person: Person) -> User:
    user = person("Vận hành", is_staff=True)
    grant_membership(user=user, role=Role.OPERATOR, actor=None)
    return user
