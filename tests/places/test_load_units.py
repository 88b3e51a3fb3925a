"""Loading the sources: counts, validity, successors; a second load changes nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from places.integrity import (
    address_in_commune,
    code_one_at_a_time,
    commune_has_province,
    old_commune_has_successor,
    succession_follows_in_time,
)
from places.models import Level, Succession, Unit
from places.queries import valid_on
from places.services.load_units import load_units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def count(level: str, day: date) -> int:
    return Unit.objects.filter(valid_on(day), level=level).count()


def unit(code: str, day: date) -> Unit:
    return Unit.objects.get(valid_on(day), code=code)


NOW = date(2026, 7, 25)
BEFORE = date(2025, 6, 30)


def test_unit_counts_match_each_date() -> None:
    assert [count(level, NOW) for level in Level] == [34, 0, 3321]
    assert [count(level, date(2025, 7, 1)) for level in Level] == [34, 0, 3321]
    assert [count(level, BEFORE) for level in Level] == [63, 696, 10035]
    dong_thap = unit("82", NOW)
    assert Unit.objects.filter(valid_on(NOW), parent=dong_thap).count() == 102


def test_loading_again_changes_nothing() -> None:
    assert load_units() == {"created": 0, "changed": 0, "successions": 0}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_succession; DELETE FROM places_unit")
    assert load_units() == {"created": 16611, "changed": 0, "successions": 13073}


def test_loading_corrects_a_row_and_keeps_its_id() -> None:
    my_tho = unit("30076", NOW)
    Unit.objects.filter(pk=my_tho.pk).update(name="Sai", full_name="Xã Sai")
    Succession.objects.filter(successor=my_tho).delete()
    Succession.objects.create(predecessor=unit("30121", BEFORE), successor=unit("28261", NOW))
    assert load_units() == {"created": 0, "changed": 1, "successions": 4}
    my_tho.refresh_from_db()
    assert my_tho.full_name == "Xã Mỹ Thọ"
    assert [pair.successor for pair in unit("30121", BEFORE).successions.all()] == [my_tho]


def test_my_tho_has_four_predecessors() -> None:
    my_tho = unit("30076", NOW)
    assert my_tho.parent == unit("82", NOW)
    assert my_tho.legal_basis == "Quyết định 19/2025/QĐ-TTg"
    predecessors = Unit.objects.filter(successions__successor=my_tho).order_by("code")
    assert [str(old) for old in predecessors] == ["Thị trấn Mỹ Thọ", "Xã Mỹ Thọ", "Xã Mỹ Hội", "Xã Mỹ Xương"]
    my_xuong = unit("30121", BEFORE)
    assert [my_xuong.parent.full_name, my_xuong.parent.parent.full_name] == ["Huyện Cao Lãnh", "Tỉnh Đồng Tháp"]


def test_code_is_reused_by_other_units() -> None:
    """82 was Tiền Giang; 30076 was a town; both codes are reused by other units."""
    assert unit("82", BEFORE).full_name == "Tỉnh Tiền Giang"
    assert unit("82", NOW).full_name == "Tỉnh Đồng Tháp"
    assert unit("82", BEFORE).pk != unit("82", NOW).pk
    assert unit("30076", BEFORE).full_name == "Thị trấn Mỹ Thọ"
    assert unit("30076", BEFORE).pk != unit("30076", NOW).pk
    became_dong_thap = unit("82", NOW).origins.values_list("predecessor__code", "predecessor__name")
    assert sorted(became_dong_thap) == [("82", "Tiền Giang"), ("87", "Đồng Tháp")]


def test_units_of_the_same_name_are_distinct() -> None:
    same_name = Unit.objects.filter(valid_on(NOW), name_fold="mi tho", level=Level.COMMUNE).order_by("code")
    assert [(unit.code, unit.full_name) for unit in same_name] == [("28261", "Phường Mỹ Tho"), ("30076", "Xã Mỹ Thọ")]


def test_dong_nai_has_two_periods() -> None:
    rows = Unit.objects.filter(code="75", valid_from__gte=date(2025, 7, 1)).order_by("valid_from")
    assert [(row.full_name, row.valid_from, row.valid_to, row.legal_basis) for row in rows] == [
        ("Tỉnh Đồng Nai", date(2025, 7, 1), date(2026, 4, 30), "Quyết định 19/2025/QĐ-TTg"),
        ("Thành phố Đồng Nai", date(2026, 4, 30), None, "Nghị quyết 30/2026/QH16"),
    ]
    before, now = rows
    assert [pair.successor for pair in before.successions.all()] == [now]
    # Its communes belong to the city; ten became wards at the same time and have two rows, too.
    bien_hoa = Unit.objects.get(code="26068", valid_from=date(2025, 7, 1))
    assert (bien_hoa.parent, bien_hoa.valid_to) == (now, None)
    long_thanh = Unit.objects.filter(code="26368", valid_from__gte=date(2025, 7, 1)).order_by("valid_from")
    assert [(row.full_name, row.parent) for row in long_thanh] == [
        ("Xã Long Thành", before),
        ("Phường Long Thành", now),
    ]
    assert Unit.objects.filter(parent=before).count() == 10


def test_code_of_ba_che_is_corrected() -> None:
    assert unit("06978", NOW).full_name == "Xã Ba Chẽ"
    assert not Unit.objects.filter(valid_on(NOW), code="06970").exists()
    town = unit("06970", BEFORE)
    assert town.full_name == "Thị trấn Ba Chẽ"
    assert [pair.successor.code for pair in town.successions.all()] == ["06978"]


@pytest.mark.parametrize(
    ("code", "before", "above", "until", "became", "basis"),
    [
        ("29968", "Xã Thường Thới Hậu B", "Huyện Hồng Ngự", date(2020, 1, 1), "29977", "Nghị quyết 838/NQ-UBTVQH14"),
        ("27088", "Phường Thảo Điền", "Quận 2", date(2021, 1, 1), "27088", "Nghị quyết 1111/NQ-UBTVQH14"),
        # The old An Khánh went to Thủ Thiêm; the new one was made of Bình An and Bình Khánh.
        ("27106", "Phường An Khánh", "Quận 2", date(2021, 1, 1), "27118", "Nghị quyết 1111/NQ-UBTVQH14"),
        ("27103", "Phường Bình Khánh", "Quận 2", date(2021, 1, 1), "27094", "Nghị quyết 1111/NQ-UBTVQH14"),
        ("28294", "Phường 3", "Thành phố Gò Công", date(2024, 5, 1), "28297", "Nghị quyết 1013/NQ-UBTVQH15"),
        ("28258", "Phường 3", "Thành phố Mỹ Tho", date(2024, 11, 1), "28264", "Nghị quyết đến số 1203/NQ-UBTVQH15"),
        ("29863", "Phường 11", "Thành phố Cao Lãnh", date(2025, 1, 1), "29881", "Nghị quyết 1284/NQ-UBTVQH15"),
        ("27391", "Phường 2", "Quận 8", date(2025, 1, 1), "27397", "Nghị quyết 1278/NQ-UBTVQH15"),
    ],
)
def test_merger_before_2025_has_its_date_and_legal_basis(
    code: str, before: str, above: str, until: date, became: str, basis: str
) -> None:
    gone = Unit.objects.get(code=code, valid_to=until)
    assert (gone.full_name, gone.parent.full_name, gone.legal_basis) == (before, above, basis)
    assert [pair.successor.code for pair in gone.successions.all()] == [became]
    assert gone.successions.get().successor.valid_from == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("code", "became"),
    [
        ("28252", ["28249"]),  # Phường 4, Mỹ Tho → Đạo Thạnh, not also Phường Cao Lãnh 80 km away
        ("29902", ["29905"]),  # Phường 3, Sa Đéc
        ("30100", ["30076"]),
        ("30079", ["30025", "30088"]),  # Gáo Giồng was truly split
        ("498", ["20333"]),  # huyện Hoàng Sa had no communes
        ("22736", ["22736"]),  # thị trấn Trường Sa
    ],
)
def test_successors_follow_splits_not_names(code: str, became: list[str]) -> None:
    successors = unit(code, BEFORE).successions.values_list("successor__code", flat=True)
    assert sorted(successors) == became


def test_coordinates_match_known_places() -> None:
    hoang_sa, truong_sa = unit("20333", NOW), unit("22736", NOW)
    assert (round(hoang_sa.latitude), round(hoang_sa.longitude)) == (16, 112)
    assert 6 < truong_sa.latitude < 13
    assert 109 < truong_sa.longitude < 118
    assert unit("498", BEFORE).longitude == hoang_sa.longitude
    my_tho = unit("30076", NOW)
    assert (my_tho.latitude, my_tho.longitude) == (10.4422, 105.7207)


def test_database_refuses_overlapping_units_of_a_code() -> None:
    again = unit("30076", NOW)
    again.pk, again.valid_from = None, date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="places_unit_one_at_a_time"), transaction.atomic():
        again.save(force_insert=True)


def test_integrity_checks_report_broken_units() -> None:
    checks = [commune_has_province, old_commune_has_successor, succession_follows_in_time, code_one_at_a_time]
    assert [(check().checked, check().problems) for check in checks] == [
        (3321, []),
        (12471, []),
        (13073, []),
        (16611, []),
    ]
    assert address_in_commune().problems == []
    Succession.objects.filter(predecessor=unit("30121", BEFORE)).delete()
    assert old_commune_has_successor().problems == ["30121 Xã Mỹ Xương (2025-01-01)"]
    Unit.objects.filter(pk=unit("30076", NOW).pk).update(parent=unit("82", BEFORE))
    assert commune_has_province().problems == ["30076 Xã Mỹ Thọ (2025-07-01)"]
