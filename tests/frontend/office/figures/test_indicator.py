"""The page of an indicator: its definition, its trend, its rows; no buyer's data."""

import pytest

from tests.factories import make_seller
from tests.frontend.office.figures.test_overview import text_of

pytestmark = pytest.mark.django_db
URL = "/co-quan/chi-so/cashless_share_count/"


def test_page_shows_definition_and_rows(market, client_as, django_assert_max_num_queries) -> None:
    officer = client_as("commune")
    with django_assert_max_num_queries(12):
        answer = officer.get(URL)
    page = text_of(answer)

    assert "Số đơn hàng đã trả tiền không dùng tiền mặt trong tháng" in page
    assert "Chưa có văn bản giao mục tiêu." in page
    assert "2 dòng số liệu" in page
    assert market["online"].code in page
    assert market["next_door"].code not in page
    assert "Nguyễn Thị Bưởi" not in page
    assert "0912" not in page


def test_rows_are_paged(units, market, client_as, sell) -> None:
    seller = make_seller(unit=units["30076"])
    for _ in range(51):
        sell(seller, total=1_000)
    officer_client = client_as("commune")

    assert "Trang 1 / 2" in text_of(officer_client.get(URL))
    assert "Trang 2 / 2" in text_of(officer_client.get(URL, {"trang": "2"}))
    assert "Trang 2 / 2" in text_of(officer_client.get(URL, {"trang": "999"}))
    assert "Trang 1 / 2" in text_of(officer_client.get(URL, {"trang": "-5"}))


def test_unknown_indicators_are_not_found(market, client_as) -> None:
    answer = client_as("commune").get("/co-quan/chi-so/gdp/")

    assert answer.status_code == 404
    assert "Không có chỉ số này" in text_of(answer)
