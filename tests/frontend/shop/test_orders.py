"""Opening an order: by code and phone, from the same browser, as its buyer; strangers learn nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from orders.models import Order, OrderStatus
from tests.factories import make_user
from tests.frontend.shop.helpers import keeps_the_policy, placed_here, text, words
from tests.orders.helpers import ipn, place, ready_cart, start
from tests.retry_after import is_wait_within

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(market):
    return place(ready_cart([(market.mango, 2)])).orders[0]


def address(order):
    return reverse("shop:order", args=[order.code])


def look_up(client, code, phone):
    return client.post(reverse("shop:orders"), {"code": code, "phone": phone})


def test_order_opens_by_code_and_phone_in_any_spelling(client, order, django_assert_max_num_queries):
    received = order.code.lower().replace("-", " ")
    assert look_up(client, received, "+84 912 345 678").headers["Location"] == address(order)
    with django_assert_max_num_queries(12):
        page = client.get(address(order))
    shown = words(page)
    for part in (order.code, "HTX mẫu Mỹ Thọ", "240.000 đ", "Nguyễn Thị Hoa", "12 Lê Lai", "Đã đặt hàng"):
        assert part in shown
    assert keeps_the_policy(page)
    assert order.code in words(client.get(reverse("shop:orders")))


@pytest.mark.parametrize("phone", ["0912345679", "", "x", "0" * 500])
def test_wrong_phone_is_refused(client, order, phone):
    page = look_up(client, order.code, phone)
    assert page.status_code == 422
    assert "Không có đơn nào khớp với mã và số điện thoại này." in words(page)
    assert "Nguyễn Thị Hoa" not in text(page)


def test_unknown_code_redirects_like_a_known_one(client, order):
    for code in (order.code, "0000-0000-00", "x", "đơn"):
        requested = client.get(reverse("shop:order", args=[code]))
        assert requested.status_code == 302
        assert requested.headers["Location"].startswith(reverse("shop:orders") + "?ma=")


def test_repeated_guesses_are_throttled(client, order):
    for _try in range(10):
        look_up(client, order.code, "0999999999")
    page = look_up(client, order.code, "0912345678")
    assert (page.status_code, is_wait_within(page, timedelta(minutes=10))) == (429, True)


def test_order_of_another_user_is_not_opened(client, order):
    Order.objects.filter(pk=order.pk).update(user=make_user())
    client.force_login(make_user())
    assert client.get(address(order)).status_code == 302
    assert client.post(reverse("shop:order-cancel", args=[order.code])).status_code == 302
    assert order.code not in words(client.get(reverse("shop:orders")))
    assert Order.objects.get().status == OrderStatus.UNCONFIRMED


def test_signed_in_buyer_sees_own_orders(client, order, django_assert_max_num_queries):
    buyer = make_user()
    Order.objects.filter(pk=order.pk).update(user=buyer)
    client.force_login(buyer)
    with django_assert_max_num_queries(12):
        assert order.code in words(client.get(reverse("shop:orders")))
    assert "Nguyễn Thị Hoa" in words(client.get(address(order)))


def test_buyer_cancels_an_unpaid_order(client, order):
    placed_here(client, order.checkout_id)
    assert f"Hủy đơn {order.code}" in words(client.get(address(order)))
    page = client.post(reverse("shop:order-cancel", args=[order.code]), follow=True)
    assert f"Đã hủy đơn {order.code}." in words(page)
    assert Order.objects.get().status == OrderStatus.CANCELED


def test_paid_order_is_not_canceled(client, order, run_events):
    ipn(start(order.checkout_id))
    run_events()
    placed_here(client, order.checkout_id)
    assert "Hủy đơn" not in words(client.get(address(order)))
    client.post(reverse("shop:order-cancel", args=[order.code]))
    assert Order.objects.get().status == OrderStatus.UNCONFIRMED


def test_opened_orders_can_be_removed(client, order):
    placed_here(client, order.checkout_id)
    assert "Quên các đơn trên máy này" in words(client.get(reverse("shop:orders")))
    page = client.post(reverse("shop:orders-forget"), follow=True)
    assert order.code not in words(page)
    assert client.get(address(order)).status_code == 302
    assert Order.objects.get().status == OrderStatus.UNCONFIRMED


def test_forged_orders_cookie_is_ignored(client, order):
    look_up(client, order.code, "0912345678")
    stranger = Client()
    stranger.cookies["choxa_orders"] = client.cookies["choxa_orders"].value + "x"
    assert stranger.get(address(order)).status_code == 302
