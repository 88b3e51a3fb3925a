"""The overview of figures: content, SQL budget, any query string."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
URL = "/co-quan/"


def text_of(answer) -> str:
    """The page's text without tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_commune_sees_its_month(market, client_as, django_assert_max_num_queries) -> None:
    officer = client_as("commune")
    with django_assert_max_num_queries(12):
        answer = officer.get(URL)
    page = text_of(answer)

    assert "Xã Mỹ Thọ" in page
    assert "từ 2 giao dịch . Kỳ chưa khóa." in page.replace("dịch.", "dịch .")
    assert "Tỷ lệ giao dịch không dùng tiền mặt 50,0% 1 / 2 giao dịch" in page
    assert "245.000\xa0đ / 300.000\xa0đ" in answer.content.decode()
    assert "Xã Mỹ Xương" in page
    assert "Dữ liệu mẫu" not in page


@pytest.mark.parametrize("role", ["province", "operator"])
def test_province_and_operator_pages_keep_their_budget(market, client_as, role, django_assert_max_num_queries) -> None:
    officer_client = client_as(role)
    with django_assert_max_num_queries(12):
        page = text_of(officer_client.get(URL))

    assert "66,7% 2 / 3 giao dịch" in page
    with django_assert_max_num_queries(12):
        assert "50,0% 1 / 2 giao dịch" in text_of(officer_client.get(URL, {"noi": "30076"}))


def test_sample_figures_are_marked(market, client_as, sell) -> None:
    type(market["seller"]).objects.update(is_sample=True)
    sell(market["seller"])

    assert "1 dòng từ người bán mẫu" in text_of(client_as("commune").get(URL))


@pytest.mark.parametrize("code", ["' OR 1=1 --", "३००७६", "9" * 5_000])
def test_invalid_area_code_is_refused(units, client_as, code: str) -> None:
    assert client_as("commune").get(reverse("office:figures"), {"noi": code}).status_code == 403


def test_market_without_definitions_shows_an_empty_state(units, client_as) -> None:
    assert "Chưa có định nghĩa chỉ số" in text_of(client_as("commune").get(URL))


@pytest.mark.parametrize("month", ["2025-08", "2031-01", "1999-12", "x", "2026-13", "２０２６-01", "2026-1", "0000-01"])
def test_invalid_month_is_answered(market, client_as, month: str) -> None:
    assert client_as("province").get(URL, {"thang": month, "chi-so": "'; DROP"}).status_code == 200


def test_pages_have_no_inline_style_or_script(market, client_as) -> None:
    for name, args in [("figures", []), ("province", []), ("indicator", ["online_sales_value"]), ("verification", [])]:
        page = client_as("operator").get(reverse(f"office:{name}", args=args)).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert re.findall(r"<script(?![^>]*src=)", page) == []
