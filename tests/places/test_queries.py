"""Units in force, former ones by code, and their labels."""

import pytest

from places.models import Unit
from places.queries import (
    commune_before_reform,
    communes_of,
    current_commune,
    current_province,
    names_around,
    provinces,
    unit_label,
    unit_labels,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def test_provinces_are_in_dictionary_order() -> None:
    names = [unit.name for unit in provinces()]
    assert len(names) == 34
    assert names[:5] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ"]
    assert names.index("Đà Nẵng") > names.index("Cần Thơ")


def test_communes_of_a_province_are_listed() -> None:
    dong_thap = current_province("82")
    assert dong_thap is not None
    names = [unit.full_name for unit in communes_of(dong_thap.pk)]
    assert len(names) == 102
    assert names[0] == "Phường An Bình"
    assert "Xã Mỹ Thọ" in names
    assert "Phường Mỹ Tho" in names


def test_commune_is_read_by_current_and_former_code(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        now, then = current_commune("30076"), commune_before_reform("30076")
        assert (now.full_name, now.parent.name) == ("Xã Mỹ Thọ", "Đồng Tháp")
        assert (then.full_name, then.parent.name) == ("Thị trấn Mỹ Thọ", "Cao Lãnh")
    assert current_commune("30121") is None
    assert current_commune("82") is None


def test_names_around_a_commune_include_former_ones(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        names = names_around("30076")
    assert {"Mỹ Thọ", "Đồng Tháp", "Cao Lãnh", "Mỹ Xương", "Tiền Giang"} <= set(names)
    assert len(names) < 10
    assert names_around("30121") == []


def test_labels_are_read_in_one_statement(django_assert_num_queries) -> None:
    now, old = current_commune("30076"), commune_before_reform("30121")
    province = Unit.objects.get(code="82", valid_to=None)
    with django_assert_num_queries(1):
        labels = unit_labels([now.pk, old.pk, province.pk, -1])
    assert labels == {
        now.pk: "Xã Mỹ Thọ, Đồng Tháp",
        old.pk: "Xã Mỹ Xương, Huyện Cao Lãnh, Đồng Tháp",
        province.pk: "Tỉnh Đồng Tháp",
    }
    read = Unit.objects.select_related("parent__parent")
    assert {unit.pk: unit_label(unit) for unit in read.filter(pk__in=labels)} == labels
