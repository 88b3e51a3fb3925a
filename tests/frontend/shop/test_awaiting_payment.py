"""Returning from the gateway without having paid: the unpaid order is shown, with links to pay or change it."""

import pytest
from django.test import Client
from django.urls import reverse

from orders.models import Order, OrderStatus
from tests.factories import make_user
from tests.frontend.shop.helpers import add, fill, keeps_the_policy, place, text, words
from tests.market import Market

pytestmark = pytest.mark.django_db

OFFERS = ("Có đơn chờ trả", "Thanh toán", "Đổi cách trả", "Hủy, đưa hàng lại vào giỏ")


@pytest.fixture
def buyer(client: Client, market: Market) -> Client:
    """At VNPay, with unpaid orders of both sellers."""
    add(client, market.mango, 2)
    add(client, market.lotus, 1)
    fill(client)
    assert "/vnpay-sandbox/" in place(client).headers["Location"]
    return client


def restore_cart(browser: Client, deed: str):
    code = Order.objects.order_by("seller_id")[0].code
    return browser.post(reverse("shop:order-restore-cart", args=[code]), {"action": deed})


@pytest.mark.parametrize("name", ["shop:cart", "shop:home", "shop:review", "shop:checkout"])
def test_unpaid_order_is_shown_on_home_and_cart(buyer: Client, name: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        page = buyer.get(reverse(name), follow=True)
    shown = words(page)
    assert not [offer for offer in OFFERS if offer not in shown]
    assert "350.000 đ" in shown
    assert keeps_the_policy(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_canceled_order_is_restored_to_the_cart(buyer: Client, market: Market) -> None:
    page = buyer.get(restore_cart(buyer, "to_cart").headers["Location"])
    shown = words(page)
    assert "hàng đã về lại giỏ" in shown
    assert "Giỏ 3" in shown
    assert "Có đơn chờ trả" not in shown
    assert set(Order.objects.values_list("status", flat=True)) == {OrderStatus.CANCELED}


def test_change_of_payment_method_keeps_the_input(buyer: Client, market: Market) -> None:
    page = buyer.get(restore_cart(buyer, "change_payment").headers["Location"])
    assert page.status_code == 200
    for typed in ("Nguyễn Thị Hoa", "12 Lê Lai"):
        assert typed in text(page)
    fill(buyer)
    assert "/vnpay-sandbox/" in place(buyer).headers["Location"]
    assert Order.objects.filter(status=OrderStatus.UNCONFIRMED).count() == 2


def test_restored_lines_are_added_to_the_cart(buyer: Client, market: Market) -> None:
    add(buyer, market.mango, 1)
    restore_cart(buyer, "to_cart")
    assert "Giỏ 4" in words(buyer.get(reverse("shop:cart")))


def test_other_users_cannot_see_or_cancel_the_unpaid_order(buyer: Client) -> None:
    for other in (Client(), Client()):
        assert "Có đơn chờ trả" not in words(other.get(reverse("shop:home")))
        assert restore_cart(other, "to_cart").headers["Location"].startswith(reverse("shop:orders"))
    assert set(Order.objects.values_list("status", flat=True)) == {OrderStatus.UNCONFIRMED}


def test_signed_in_buyer_sees_the_unpaid_order_in_another_browser(buyer: Client) -> None:
    user = make_user()
    Order.objects.update(user=user)
    other = Client()
    other.force_login(user)
    assert "Có đơn chờ trả" in words(other.get(reverse("shop:cart")))
