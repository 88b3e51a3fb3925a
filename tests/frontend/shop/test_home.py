"""The home page: products in season, the month's figures, small enough for a slow network."""

import gzip
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from catalog.models import Photo
from core import clock
from tests.factories import make_product, make_seller
from tests.frontend.shop.helpers import keeps_the_policy, text, words

pytestmark = pytest.mark.django_db
LIMIT = 40_000  # bytes gzipped, without photos
_PHOTO = {"width": 1280, "height": 1280, "widths": [320, 640, 1280], "colour": "#f3e6c4", "alt": "Xoài chín"}


def test_seasonal_products_are_shown_with_their_sellers(client, market, django_assert_max_num_queries):
    month = clock.today().month
    make_product(seller=market.household, name="Quýt hồng Lai Vung", season_months=[month])
    make_product(seller=market.household, name="Nhãn xuồng", season_months=[month % 12 + 1])
    with django_assert_max_num_queries(12):
        page = client.get(reverse("shop:home"))
    shown = words(page)
    assert "Quýt hồng Lai Vung đang vào vụ" in shown
    assert "Từ Hộ mẫu Sen, Xã Mỹ Thọ." in shown
    assert shown.index("Đang vào mùa tháng") < shown.index("Mới lên kệ") < shown.index("Nhãn xuồng")
    assert keeps_the_policy(page)


def test_products_of_unverified_sellers_are_hidden(client, market):
    make_product(seller=make_seller(verified=False), name="Rượu lạ")
    assert "Rượu lạ" not in words(client.get(reverse("shop:home")))


def test_month_without_sales_is_not_shown(client, market):
    assert "Chợ của cả xã" not in words(client.get(reverse("shop:home")))


def test_empty_market_shows_an_empty_state(client, units):
    assert "Kệ hàng còn trống" in words(client.get(reverse("shop:home")))


def test_page_size_fits_a_slow_network(client, market):
    with time_machine.travel("2026-11-22T09:05:00Z", tick=False):
        for number in range(16):
            variant = make_product(seller=market.household, name=f"Xoài cát Hòa Lộc loại {number}", season_months=[11])
            Photo.objects.create(product=variant.product, key=f"products/{number:032x}", **_PHOTO)
        page = text(client.get(reverse("shop:home")))
    assets = set(re.findall(r'"/static/([^"#]+)', page))
    assert {"choxa.css", "shop.css", "vendor/htmx.min.js"} <= assets
    files = [Path(finders.find(asset)).read_bytes() for asset in assets | {"icons.svg"}]
    assert sum(len(gzip.compress(body, 6)) for body in [page.encode(), *files]) <= LIMIT


def test_page_is_compressed(client, market):
    response = client.get(reverse("shop:home"), headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Mới lên kệ" in gzip.decompress(response.content).decode()


def test_content_security_policy_allows_own_sources_only(client, market):
    policy = client.get(reverse("shop:home")).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert settings.LANGUAGE_CODE == "vi"
