"""Search: tolerant, says what it corrected, never fails on its input."""

import pytest
from django.urls import reverse

from catalog.models import Category, Product
from tests.frontend.shop.helpers import keeps_the_policy, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_products_database() -> None:
    """The database of the market with thirty more products."""


@pytest.fixture
def goods(many_products_database, db):
    return Category.objects.get(slug="trai-cay")


def find(client, **query):
    return client.get(reverse("shop:search"), query)


def test_search_without_diacritics_finds_products(client, goods, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = find(client, q="xoai cat chu")
    assert "31 món" in words(page)
    assert keeps_the_policy(page)


def test_corrected_query_is_shown(client, goods):
    shown = words(find(client, q="xoia cat chu"))
    assert "Không có hàng nào khớp “xoia cat chu”. Đây là kết quả cho xoài cat chu" in shown


def test_next_page_continues_after_the_last_product(client, goods):
    first = find(client, nhom="trai-cay", **{"sap-xep": "gia-tang"})
    link = text(first).split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(reverse("shop:search") + link, headers={"HX-Request": "true"})
    assert text(first).count('class="product"') == 24
    assert text(rest).count('class="product"') == 6
    assert "<html" not in text(rest)
    assert "<html" in text(client.get(reverse("shop:search") + link))


@pytest.mark.parametrize("query", ["'; DROP TABLE catalog_product; --", "%", "a" * 5000, "🥭", "& | ! ()", "-"])
def test_any_query_is_answered(client, goods, query):
    page = find(client, q=query)
    assert page.status_code == 200
    assert Product.objects.count() == 32


def test_script_in_the_query_is_escaped(client, goods):
    page = find(client, q='<script>alert(1)</script>"onx="')
    assert "<script>alert" not in text(page)
    assert "Chưa ai bán món này" in words(page)
    assert keeps_the_policy(page)


def test_invalid_filters_are_ignored(client, goods):
    page = find(client, nhom="khong-co", **{"sap-xep": "'--", "sau": "xxx", "mua": "9", "ocop": "x"})
    assert page.status_code == 200
    assert "32 món" in words(page)


def test_season_and_stars_filters_are_links(client, goods):
    page = find(client, ocop="1")
    assert "Kệ này đang trống" in words(page)
    assert 'aria-current="true"' in text(page)
