"""The cart: plain forms, errors at their line, nothing written on refusal."""

import pytest
from django.urls import reverse

from catalog.models import Variant
from orders.models import Checkout, CheckoutLine
from tests.frontend.shop.helpers import add, keeps_the_policy, text, the_checkout, words

pytestmark = pytest.mark.django_db


def change(client, variant, **form):
    return client.post(reverse("shop:cart-change"), {"variant_id": variant.pk, **form}, follow=True)


def test_lines_are_grouped_by_seller(client, market, django_assert_max_num_queries):
    add(client, market.mango, 2)
    add(client, market.lotus, 1)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("shop:cart"))
    shown = words(page)
    assert "Hàng của 2 người bán" in shown
    assert "320.000 đ" in shown
    assert "Giỏ 3" in shown
    assert keeps_the_policy(page)


def test_empty_cart_shows_the_next_step(client, units):
    page = client.get(reverse("shop:cart"))
    assert "Giỏ đang trống." in words(page)
    assert Checkout.objects.count() == 0


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("-1", "Số lượng phải từ 1 trở lên."),
        ("0", "Số lượng phải từ 1 trở lên."),
        ("hai", "Số lượng phải là một con số, từ 1 trở lên."),
        ("²", "Số lượng phải là một con số, từ 1 trở lên."),
        ("", "Số lượng phải là một con số, từ 1 trở lên."),
        ("11", "chỉ còn 10."),
        ("99999999999999", "Mỗi mặt hàng đặt được nhiều nhất 999."),
        ("1000", "Mỗi mặt hàng đặt được nhiều nhất 999."),
    ],
)
def test_invalid_quantity_is_explained_on_the_product_page(client, market, quantity, shown):
    page = add(client, market.mango, quantity)
    assert page.status_code == 422
    assert shown in words(page)
    assert not CheckoutLine.objects.exists()
    assert not Checkout.objects.exists()


def test_unknown_variant_is_not_found(client, market):
    assert (
        client.post(reverse("shop:cart-add"), {"variant_id": 10**11, "product_id": "0", "quantity": 1}).status_code
        == 404
    )
    assert client.post(reverse("shop:cart-add"), {}).status_code == 404
    assert not Checkout.objects.exists()


def test_quantity_is_changed_by_button_and_by_number(client, market):
    add(client, market.mango, 2)
    assert "360.000 đ" in words(change(client, market.mango, quantity="2", step="1"))
    assert "120.000 đ" in words(change(client, market.mango, quantity="1", step="0"))
    assert "Giỏ đang trống" in words(change(client, market.mango, remove="1"))
    assert not CheckoutLine.objects.exists()


def test_invalid_quantity_is_explained_under_its_line_and_kept(client, market):
    add(client, market.mango, 2)
    page = change(client, market.mango, quantity="50")
    assert "chỉ còn 10." in words(page)
    assert 'value="50"' in text(page)
    assert CheckoutLine.objects.get().quantity == 2


@pytest.mark.parametrize("typed", ["2.5", "2,5", "-1", "hai"])
def test_unreadable_quantity_is_refused(client, market, typed):
    add(client, market.mango, 2)
    page = change(client, market.mango, quantity=typed)
    assert f'value="{typed}"' in text(page)
    assert 'aria-invalid="true"' in text(page)
    assert CheckoutLine.objects.get().quantity == 2


def test_stock_problem_is_shown_in_the_cart(client, market):
    add(client, market.mango, 2)
    Variant.objects.filter(pk=market.mango.pk).update(on_hand=1)
    assert "chỉ còn 1." in words(client.get(reverse("shop:cart")))


def test_forged_cart_cookie_is_ignored(client, market):
    add(client, market.mango, 2)
    client.cookies["choxa_cart"] = client.cookies["choxa_cart"].value[:-2] + "xx"
    assert "Giỏ đang trống" in words(client.get(reverse("shop:cart")))


def test_deleted_cart_is_replaced(client, market):
    add(client, market.mango, 2)
    the_checkout().delete()
    assert "Giỏ đang trống" in words(client.get(reverse("shop:cart")))
    add(client, market.mango, 1)
    assert CheckoutLine.objects.get().quantity == 1


def test_cart_belongs_to_the_signed_in_user(client, market):
    client.force_login(market.household_owner)
    add(client, market.mango, 1)
    assert the_checkout().user == market.household_owner
    assert the_checkout().buyer_name == "Lê Thị Sen"
