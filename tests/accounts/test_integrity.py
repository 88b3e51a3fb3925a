"""The invariants of roles."""

from datetime import date

from accounts.integrity import roles_fit_their_units
from accounts.models import Membership, User
from places.models import Unit


def test_role_in_the_wrong_kind_of_unit_is_a_mismatch(hoa: User) -> None:
    province = Unit.objects.create(
        code="82", level="province", kind="Tỉnh", name="Đồng Tháp", full_name="Tỉnh Đồng Tháp", name_fold="dong thap",
        name_sort="x", valid_from=date(2025, 7, 1), legal_basis="x",
    )  # fmt: skip
    Membership.objects.create(user=hoa, role="province", unit=province)
    assert roles_fit_their_units().problems == []
    wrong = Membership.objects.create(user=hoa, role="commune", unit=province)
    assert roles_fit_their_units().problems == [f"membership {wrong.pk}: commune in a unit of level province"]
