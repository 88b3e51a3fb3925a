"""The small pages: seller, policies, language."""

import pytest
from django.urls import reverse

from cooperatives.models import Seller
from frontend.shop.policy import TITLES
from tests.factories import make_seller
from tests.frontend.shop.helpers import keeps_the_policy, text, words

pytestmark = pytest.mark.django_db


def test_seller_page_shows_address_verification_and_products(client, market, django_assert_max_num_queries):
    facts = [{"text": "Thành lập năm 2011", "source": "dongthaptrade.com.vn"}]
    Seller.objects.filter(pk=market.cooperative.pk).update(facts=facts, phone="0912000111", is_sample=True)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("shop:seller", args=[market.cooperative.slug]))
    shown = words(page)
    for part in ("HTX mẫu Mỹ Thọ", "Hợp tác xã", "ấp Mỹ Thới, Xã Mỹ Thọ", "Đã xác minh ngày", "0912 000 111"):
        assert part in shown
    assert "Thành lập năm 2011 Nguồn: dongthaptrade.com.vn" in shown
    assert "người bán mẫu, không có thật" in shown
    assert "Xoài cát Chu" in shown
    assert keeps_the_policy(page)


def test_unverified_seller_is_not_found(client, units):
    assert client.get(reverse("shop:seller", args=[make_seller(verified=False).slug])).status_code == 404
    assert client.get(reverse("shop:seller", args=["khong-co"])).status_code == 404


@pytest.mark.parametrize("slug", list(TITLES))
def test_every_policy_page_opens(client, units, slug, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client.get(reverse("shop:policy", args=[slug]))
    assert page.status_code == 200
    assert str(TITLES[slug]) in words(page)
    assert keeps_the_policy(page)


def test_unknown_policy_is_not_found(client, units):
    assert client.get(reverse("shop:policy", args=["khong-co"])).status_code == 404


def test_operator_is_shown_only_if_configured(client, units, settings):
    assert "Vận hành:" not in words(client.get("/chinh-sach/quy-che/"))
    settings.OPERATOR = settings.OPERATOR | {"name": "HTX Vận hành", "registration": "MST 1400000000"}
    assert "Vận hành: HTX Vận hành · MST 1400000000" in words(client.get("/chinh-sach/quy-che/"))


def test_language_is_chosen_and_never_negotiated(client, units):
    page = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in text(page)
    back = client.post(reverse("shop:language"), {"language": "en", "next": "/gio/"})
    assert back.headers["Location"] == "/gio/"
    assert '<html lang="en">' in text(client.get("/"))
    client.post(reverse("shop:language"), {"language": "xx", "next": "https://example.com"})
    assert '<html lang="en">' in text(client.get("/"))
