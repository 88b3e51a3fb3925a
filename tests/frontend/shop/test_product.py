"""The product page: price and price a kilogram, delivery to my commune, the seller, escaping, hidden data."""

from datetime import date

import pytest
from django.urls import reverse

from catalog.models import Certificate, Product
from core import clock
from tests.factories import make_officer, make_product, make_seller, make_user, make_variant
from tests.frontend.shop.helpers import keeps_the_policy, text, words

pytestmark = pytest.mark.django_db


def address(variant):
    return reverse("shop:product", args=[variant.product.slug, variant.product_id])


def test_product_page_shows_price_seller_and_stock(client, market, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get(address(market.mango))
    shown = words(page)
    assert "120.000 đ" in shown
    assert "120.000 đ/kg" in shown
    assert "đã gồm thuế" in shown
    assert "HTX mẫu Mỹ Thọ" in shown
    assert "Còn 10." in shown
    assert "Nhận tại nơi bán" in shown
    assert keeps_the_policy(page)


def test_signed_in_page_keeps_the_budget(client, market, django_assert_max_num_queries):
    client.force_login(make_user())
    with django_assert_max_num_queries(8):
        client.get(address(market.mango))


def test_delivery_is_quoted_for_the_chosen_commune(client, market):
    client.post(reverse("shop:choose-place"), {"commune": "Sài Gòn, Hồ Chí Minh", "next": address(market.mango)})
    page = client.get(address(market.mango))
    assert "Giao đến Phường Sài Gòn, Hồ Chí Minh" in words(page)
    assert "Người bán giao tận nơi" in words(page)


def test_variant_is_chosen_by_link(client, market):
    big = make_variant(market.mango.product, price=200_000, stock=0)
    page = client.get(address(market.mango), {"goi": big.pk})
    assert f"{big.name} đã hết hàng." in words(page)
    assert "Thêm vào giỏ" not in words(page)
    assert "Thêm vào giỏ" in words(client.get(address(market.mango), {"goi": "x" * 99}))


def test_wrong_slug_redirects_to_the_right_one(client, market):
    wrong = reverse("shop:product", args=["ten-khac", market.mango.product_id])
    assert client.get(wrong).headers["Location"] == address(market.mango)


@pytest.mark.parametrize("product_id", [0, 999_999, 2**63, 10**30])
def test_unknown_product_is_not_found(client, market, product_id):
    assert client.get(f"/hang/xoai-{product_id}/").status_code == 404


def test_unpublished_product_is_shown_to_its_seller_only(client, market):
    Product.objects.filter(pk=market.mango.product_id).update(is_published=False)
    assert client.get(address(market.mango)).status_code == 404
    client.force_login(market.household_owner)
    assert client.get(address(market.mango)).status_code == 404
    client.force_login(market.manager)
    assert "chưa đăng bán" in words(client.get(address(market.mango)))


def test_product_of_an_unverified_seller_is_not_found(client, units):
    assert client.get(address(make_product(seller=make_seller(verified=False)))).status_code == 404


def test_stars_are_shown_while_the_certificate_is_verified_and_valid(client, market):
    facts = {"group": 1, "stars": 4, "decision_no": "12/QĐ", "authority": "UBND tỉnh", "issued_on": date(2020, 1, 1)}
    paper = Certificate.objects.create(product=market.mango.product, expires_on=date(2099, 1, 1), **facts)
    assert "OCOP" not in words(client.get(address(market.mango)))
    officer = make_officer("commune", market.cooperative.unit)
    Certificate.objects.filter(pk=paper.pk).update(verified_at=clock.now(), verified_by=officer)
    assert "★ OCOP 4 sao" in words(client.get(address(market.mango)))
    Certificate.objects.filter(pk=paper.pk).update(expires_on=date(2023, 1, 1))
    assert "OCOP" not in words(client.get(address(market.mango)))


def test_script_in_the_description_is_escaped(client, market):
    nasty = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    Product.objects.filter(pk=market.mango.product_id).update(description=nasty, summary=nasty, origin=nasty)
    page = client.get(address(market.mango))
    assert "<script>alert" not in text(page)
    assert "<img src=x" not in text(page)
    assert "alert(1)" in words(page)


def test_forged_place_cookie_is_ignored(client, market):
    client.cookies["choxa_place"] = "eyJ9:abc"
    assert "Giao đến xã, phường nào?" in words(client.get(address(market.mango)))
