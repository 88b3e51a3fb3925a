"""Search for a commune: exact results, in order."""

import pytest

from places.models import Unit
from places.search.address_parser import parse_address
from places.search.communes import UnitMatch, search_communes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def codes(typed: str, **options) -> list[str]:
    return [match.code for match in search_communes(typed, **options)]


def test_text_without_diacritics_matches_both_my_tho() -> None:
    assert codes("my tho")[:2] == ["28261", "30076"]
    assert codes("my tho dong thap") == ["28261", "30076"]
    assert codes("MỸ  THO")[:1] == ["28261"]


def test_diacritics_and_kind_rank_the_exact_commune_first() -> None:
    assert codes("Mỹ Thọ")[0] == "30076"
    assert codes("xã mỹ thọ")[0] == "30076"
    assert codes("phuong my tho")[0] == "28261"
    assert codes("xa my tho dong thap") == ["30076"]


def test_former_name_matches_the_current_commune() -> None:
    old = Unit.objects.get(code="30121")
    (match,) = search_communes("my xuong")
    assert match == UnitMatch(
        unit_id=Unit.objects.get(code="30076", valid_to=None).pk,
        code="30076",
        full_name="Xã Mỹ Thọ",
        province_name="Đồng Tháp",
        via="Xã Mỹ Xương, Huyện Cao Lãnh",
        old_unit_id=old.pk,
    )
    assert search_communes("Mỹ Xương, Cao Lãnh, Đồng Tháp") == [match]


@pytest.mark.parametrize(
    ("typed", "code", "full_name", "via"),
    [
        ("Phường Phạm Ngũ Lão, Quận 1", "26743", "Phường Bến Thành", "Phường Phạm Ngũ Lão, Quận 1"),
        ("p1 q3 hcm", "27154", "Phường Bàn Cờ", "Phường 1, Quận 3"),
        ("P.Bến Thành", "26743", "Phường Bến Thành", None),
        ("ben th", "26743", "Phường Bến Thành", None),
        ("phường 4 mỹ tho", "28249", "Phường Đạo Thạnh", "Phường 4, Thành phố Mỹ Tho"),
        # The old province was Tiền Giang; today's is found as well.
        ("Xã Hòa Khánh, Đồng Tháp", "28360", "Xã Cái Bè", "Xã Hòa Khánh, Huyện Cái Bè"),
        # Two placements of a tone mark are one word.
        ("Hoà Khánh", "20200", "Phường Hoà Khánh", None),
        ("Hòa Khánh", "20200", "Phường Hoà Khánh", None),
        # After two changes: a town, a commune of the reform, a ward of the city.
        ("thị trấn Lộc Ninh", "25270", "Phường Lộc Ninh", "Thị trấn Lộc Ninh, Huyện Lộc Ninh"),
        ("hoang sa", "20333", "Đặc khu Hoàng Sa", None),
        # Two spellings of one place are one.
        ("Mĩ Thọ", "30076", "Xã Mỹ Thọ", None),
        ("Mĩ Xương", "30076", "Xã Mỹ Thọ", "Xã Mỹ Xương, Huyện Cao Lãnh"),
        ("mi xuong", "30076", "Xã Mỹ Thọ", "Xã Mỹ Xương, Huyện Cao Lãnh"),
        ("Quí Lộc", "15412", "Xã Quý Lộc", None),
        ("Lục Sỹ Thành", "29857", "Xã Lục Sĩ Thành", None),
        ("Nhơn Lý, Qui Nhơn, Bình Định", "21601", "Phường Quy Nhơn Đông", "Xã Nhơn Lý, Thành phố Quy Nhơn"),
        ("xã Mỹ Thọ, tỉnh Ðồng Tháp", "30076", "Xã Mỹ Thọ", None),
        ("Phường Ða Kao", "26740", "Phường Sài Gòn", "Phường Đa Kao, Quận 1"),
        ("Phường Ɖa Kao", "26740", "Phường Sài Gòn", "Phường Đa Kao, Quận 1"),
        ("Ea Hleo", "24184", "Xã Ea H'Leo", None),
        ("Ea H’Leo", "24184", "Xã Ea H'Leo", None),
        ("MDrắk", "24412", "Xã M'Drắk", None),
        ("Cư Mgar", "24280", "Xã Cư M'gar", None),
        ("K'Dang", "23714", "Xã KDang", None),
        ("Laêê", "20698", "Xã La Êê", None),
        # Numbers keep their unit kind; leading zeros, country, postcode and English kinds are ignored.
        ("Phường 01 Gò Vấp", "26890", "Phường Hạnh Thông", "Phường 1, Quận Gò Vấp"),
        ("P01 Q4", "27286", "Phường Vĩnh Hội", "Phường 1, Quận 4"),
        ("Quận 8 phường 10", "27418", "Phường Chánh Hưng", "Phường 10, Quận 8"),
        ("phường 8 quận 10", "27169", "Phường Diên Hồng", "Phường 8, Quận 10"),
        ("Mỹ Xương, Cao Lãnh, Đồng Tháp, Việt Nam", "30076", "Xã Mỹ Thọ", "Xã Mỹ Xương, Huyện Cao Lãnh"),
        ("Bến Nghé, Quận 1, Thành phố Hồ Chí Minh, Việt Nam", "26740", "Phường Sài Gòn", "Phường Bến Nghé, Quận 1"),
        ("Đa Kao, Quận 1, Hồ Chí Minh 700000", "26740", "Phường Sài Gòn", "Phường Đa Kao, Quận 1"),
        ("Hàng Bạc, Hà Nội, Vietnam", "00070", "Phường Hoàn Kiếm", "Phường Hàng Bạc, Quận Hoàn Kiếm"),
        ("Ward 4, My Tho City, Tien Giang Province", "28249", "Phường Đạo Thạnh", "Phường 4, Thành phố Mỹ Tho"),
        ("Ben Nghe Ward, District 1, HCMC", "26740", "Phường Sài Gòn", "Phường Bến Nghé, Quận 1"),
        (
            "12 Nguyễn Huệ, P. Bến Nghé, Q.1, TP.HCM 700000, Việt Nam",
            "26740",
            "Phường Sài Gòn",
            "Phường Bến Nghé, Quận 1",
        ),
        ("12/3 ấp Mỹ Thới, Mỹ Xương, Cao Lãnh", "30076", "Xã Mỹ Thọ", "Xã Mỹ Xương, Huyện Cao Lãnh"),
        ("Phường 4, thị xã Gò Công", "28306", "Phường Gò Công", "Phường 4, Thành phố Gò Công"),
        ("Xã Mỹ Thọ, Tiền Giang", "30076", "Xã Mỹ Thọ", None),
        # Merged before 30/6/2025.
        ("Phường 11 Cao Lãnh", "29884", "Phường Mỹ Ngãi", "Phường 11, Thành phố Cao Lãnh"),
        ("Phường 2, Thành phố Cao Lãnh", "29869", "Phường Cao Lãnh", "Phường 2, Thành phố Cao Lãnh"),
        ("Phường Thảo Điền, Quận 2", "27094", "Phường An Khánh", "Phường Thảo Điền, Quận 2"),
        ("P1,Q8, TP HCM", "27418", "Phường Chánh Hưng", "Phường 1, Quận 8"),
        ("Quận 4 phường 6", "27265", "Phường Khánh Hội", "Phường 6, Quận 4"),
        ("Phường 3, Mỹ Tho, Tiền Giang", "28261", "Phường Mỹ Tho", "Phường 3, Thành phố Mỹ Tho"),
        ("Phường 7, Mỹ Tho, Tiền Giang", "28261", "Phường Mỹ Tho", "Phường 7, Thành phố Mỹ Tho"),
        ("Phường 8, Mỹ Tho, Tiền Giang", "28261", "Phường Mỹ Tho", "Phường 8, Thành phố Mỹ Tho"),
        ("Phường 4, Gò Công, Tiền Giang", "28306", "Phường Gò Công", "Phường 4, Thành phố Gò Công"),
        ("Phường 3, Gò Công, Tiền Giang", "28297", "Phường Long Thuận", "Phường 3, Thành phố Gò Công"),
        ("Dưỡng Điềm, Châu Thành, Tiền Giang", "28564", "Xã Bình Trưng", "Xã Dưỡng Điềm, Huyện Châu Thành"),
        ("Hữu Đạo, Châu Thành, Tiền Giang", "28564", "Xã Bình Trưng", "Xã Hữu Đạo, Huyện Châu Thành"),
        ("Tân Lý Tây, Châu Thành, Tiền Giang", "28519", "Xã Châu Thành", "Xã Tân Lý Tây, Huyện Châu Thành"),
        (
            "Thường Thới Hậu B, Hồng Ngự, Đồng Tháp",
            "29978",
            "Phường Thường Lạc",
            "Xã Thường Thới Hậu B, Huyện Hồng Ngự",
        ),
        ("Laêê, Đà Nẵng", "20698", "Xã La Êê", None),
    ],
)
def test_common_spellings_match_their_commune(typed: str, code: str, full_name: str, via: str | None) -> None:
    best = search_communes(typed)[0]
    assert (best.code, best.full_name, best.via) == (code, full_name, via)


def test_current_names_rank_before_former_ones_then_by_province() -> None:
    results = [(match.full_name, match.province_name, match.via) for match in search_communes("tan phu")]
    assert results[:7] == [
        ("Phường Tân Phú", "Đồng Nai", None),
        ("Xã Tân Phú", "Đồng Tháp", None),
        ("Phường Tân Phú", "Hồ Chí Minh", None),
        ("Xã Tân Phú", "Nghệ An", None),
        ("Xã Tân Phú", "Tây Ninh", None),
        ("Xã Tân Phú", "Vĩnh Long", None),
        ("Xã Vĩnh An", "An Giang", "Xã Tân Phú, Huyện Châu Thành"),
    ]
    assert len(results) == 8


def test_search_is_limited_to_a_province() -> None:
    assert codes("tan phu", province_code="82", limit=1) == ["28468"]
    assert all(match.province_name == "Đồng Tháp" for match in search_communes("tan", province_code="82", limit=50))


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("12 Nguyễn Huệ, P. Bến Nghé, Q.1, TP.HCM 700000, Việt Nam", "12 Nguyễn Huệ"),
        ("12 Nguyễn Huệ P. Bến Nghé Q1 TPHCM", "12 Nguyễn Huệ"),
        ("số 5, ấp Mỹ Thới, Mỹ Xương, Cao Lãnh", "số 5, ấp Mỹ Thới"),
        ("ấp 3 xã Mỹ Thọ", "ấp 3"),
        ("Dưỡng Điềm, Châu Thành", ""),
        ("Phường 4, Mỹ Tho", ""),
        ("xã Quan Sơn", ""),
    ],
)
def test_text_before_the_units_is_the_street(typed: str, street: str) -> None:
    assert parse_address(typed).street == street


@pytest.mark.parametrize("typed", ["Quận 8 phường 99", "Phường 10 Quận 99", "phường 99"])
def test_unknown_unit_number_matches_nothing(typed: str) -> None:
    assert search_communes(typed) == []


@pytest.mark.parametrize("typed", ["Mỹ Xươg, Cao Lãnh", "thị trấn Mỹ Xương"])
def test_partial_match_is_not_marked_as_named(typed: str) -> None:
    results = search_communes(typed)
    assert results
    assert not any(match.named for match in results)


@pytest.mark.parametrize("typed", ["", "   ", "'; --", "!!!", "xyzzy", "a" * 10_000, "xyzzy " * 500, "\x00", "%", "_"])
def test_nonsense_matches_nothing(typed: str) -> None:
    assert search_communes(typed) == []


def test_search_takes_one_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        search_communes("my xuong dong thap")
