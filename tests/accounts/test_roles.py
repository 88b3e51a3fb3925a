"""Scopes of roles: none by default, a commune, a province with its communes, everything for the operator."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts import roles
from accounts.models import AuditEntry, Membership, Role, User
from accounts.services.grant_membership import grant_membership
from accounts.services.revoke_membership import revoke_membership
from core.errors import DomainError, Forbidden
from places.models import Level, Unit


def unit(code: str, level: str, name: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(
        code=code, level=level, kind="Xã", name=name, full_name=f"Xã {name}", name_fold=name.lower(),
        name_sort=name.lower(), parent=parent, valid_from=date(2025, 7, 1), legal_basis="QĐ 19/2025/QĐ-TTg",
    )  # fmt: skip


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    dong_thap = unit("82", Level.PROVINCE, "Đồng Tháp")
    an_giang = unit("91", Level.PROVINCE, "An Giang")
    return {
        "dong_thap": dong_thap,
        "my_tho": unit("30076", Level.COMMUNE, "Mỹ Thọ", dong_thap),
        "my_hiep": unit("30085", Level.COMMUNE, "Mỹ Hiệp", dong_thap),
        "elsewhere": unit("30337", Level.COMMUNE, "Chợ Mới", an_giang),
    }


def covered(user: User, units: dict[str, Unit]) -> set[str]:
    scope = roles.scope(user)
    by_row = {name for name, row in units.items() if scope.covers(row)}
    keys = set(Unit.objects.filter(scope.units_q("")).values_list("pk", flat=True))
    either = set(Unit.objects.filter(Q(code="none") | scope.units_q("")).values_list("pk", flat=True))
    assert by_row == {name for name, row in units.items() if row.pk in keys}
    assert keys == either
    return by_row


@pytest.mark.parametrize(
    ("role", "where", "sees"),
    [
        (Role.COMMUNE, "my_tho", {"my_tho"}),
        (Role.PROVINCE, "dong_thap", {"dong_thap", "my_tho", "my_hiep"}),
        (Role.OPERATOR, None, {"dong_thap", "my_tho", "my_hiep", "elsewhere"}),
    ],
)
def test_role_covers_its_unit(hoa: User, units: dict[str, Unit], role: str, where: str | None, sees: set[str]) -> None:
    assert covered(hoa, units) == set()
    membership = grant_membership(user=hoa, role=role, unit=units[where] if where else None, actor=None)
    assert grant_membership(user=hoa, role=role, unit=units[where] if where else None, actor=None) == membership
    assert covered(hoa, units) == sees
    assert roles.is_operator(hoa) is (role == Role.OPERATOR)
    revoke_membership(membership_id=membership.pk, actor=None)
    assert covered(hoa, units) == set()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "membership.grant",
        "membership.revoke",
    ]


def test_guests_and_closed_accounts_have_no_scope(hoa: User) -> None:
    grant_membership(user=hoa, role=Role.OPERATOR, actor=None)
    hoa.is_active = False
    assert [bool(roles.scope(who)) for who in (None, AnonymousUser(), hoa)] == [False, False, False]


def test_only_the_operator_grants_and_revokes_roles(hoa: User, demo_buyer: User, units: dict[str, Unit]) -> None:
    with pytest.raises(Forbidden):
        grant_membership(user=hoa, role=Role.OPERATOR, actor=hoa)
    membership = grant_membership(user=hoa, role=Role.COMMUNE, unit=units["my_tho"], actor=None)
    with pytest.raises(Forbidden):
        revoke_membership(membership_id=membership.pk, actor=demo_buyer)
    assert Membership.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize(("role", "where"), [("province", "my_tho"), ("commune", "dong_thap"), ("operator", "my_tho")])
def test_role_that_does_not_fit_its_unit_is_refused(hoa: User, units: dict[str, Unit], role: str, where: str) -> None:
    with pytest.raises(DomainError) as caught:
        grant_membership(user=hoa, role=role, unit=units[where], actor=None)
    assert caught.value.field == "unit"
    assert not Membership.objects.exists()
