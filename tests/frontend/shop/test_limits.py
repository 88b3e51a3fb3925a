"""Throttled pages answer 429 with a clear message and keep typed input; a cash order states its conditions."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Throttle
from orders.fulfilment.jobs import cancel_due
from orders.models import CheckoutLine, Order
from places.models import Unit
from shipping.models import ShippingQuote
from tests.frontend.shop.helpers import add, fill, place, sheet, the_order, words
from tests.market import Market
from tests.orders.fulfilment.test_cancel_unproven import a_day_later
from tests.orders.helpers import pickup_of
from tests.retry_after import is_wait_within


@pytest.fixture
def limits(settings) -> dict[str, int]:
    settings.ORDER_LIMITS = dict(settings.ORDER_LIMITS)
    return settings.ORDER_LIMITS


def fill_for_cash(client: Client, market: Market, quantity: int = 1) -> None:
    add(client, market.mango, quantity)
    fill(client, payment_method="cash", **{f"delivery_{market.cooperative.pk}": pickup_of(market.cooperative).pk})


def test_cart_changes_above_the_limit_are_refused(client: Client, market: Market, limits: dict[str, int]) -> None:
    add(client, market.mango, 2)
    limits["cart_changes_per_network"] = 1
    change: dict[str, Any] = {"variant_id": market.mango.pk, "quantity": "5"}
    answers = [
        add(client, market.mango, 1),
        client.post(reverse("shop:cart-change"), change),
        fill(client, buyer_name="Trần Thị Lan"),
    ]
    assert [answer.status_code for answer in answers] == [429, 429, 429]
    assert all(is_wait_within(answer, timedelta(hours=1)) for answer in answers)
    assert all("Mạng bạn đang dùng đổi giỏ hàng quá nhiều lần" in words(answer) for answer in answers)
    assert 'value="Trần Thị Lan"' in answers[2].content.decode()
    assert CheckoutLine.objects.get().quantity == 2
    assert client.post(reverse("shop:cart-change"), change, headers={"HX-Request": "true"}).status_code == 200


def test_delivery_prices_above_the_limit_are_those_of_the_saved_address(
    client: Client, market: Market, limits: dict[str, int]
) -> None:
    add(client, market.mango, 1)
    fill(client)
    limits["cart_changes_per_network"] = 1
    stored = set(ShippingQuote.objects.values_list("pk", flat=True))
    elsewhere = sheet(
        commune="", commune_picked_for="", commune_unit=str(Unit.objects.get(code="30112", valid_to=None).pk)
    )
    part = client.post(reverse("shop:checkout-delivery"), elsewhere, headers={"HX-Request": "true"})
    page = client.post(reverse("shop:checkout-delivery"), elsewhere)
    assert (part.status_code, page.status_code, is_wait_within(page, timedelta(hours=1))) == (200, 429, True)
    assert "Retry-After" not in part.headers
    page = client.post(reverse("shop:checkout"), elsewhere | {"action": "delivery"})
    assert (page.status_code, is_wait_within(page, timedelta(hours=1))) == (429, True)
    assert "Mạng bạn đang dùng đổi giỏ hàng quá nhiều lần" in words(part)
    assert set(ShippingQuote.objects.values_list("pk", flat=True)) == stored


def test_placing_above_the_limit_is_refused(client: Client, market: Market, limits: dict[str, int]) -> None:
    fill_for_cash(client, market)
    limits["placings_per_network"] = 1
    Throttle.objects.all().delete()
    place(client)
    client.cookies.clear()
    fill_for_cash(client, market)
    page = place(client)
    assert (page.status_code, Order.objects.count()) == (429, 1)
    assert is_wait_within(page, timedelta(hours=1))
    assert "đã đặt quá nhiều đơn trong một giờ" in words(page)
    assert "Chưa có gì được đặt." in words(page)


def test_placings_of_a_browser_are_counted_across_networks(
    client: Client, market: Market, limits: dict[str, int]
) -> None:
    limits["placings_per_browser"] = 1
    client.cookies["choxa_csrf"] = "a" * 32
    fill_for_cash(client, market)
    place(client)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    fill_for_cash(client, market)
    assert place(client).status_code == 429


def test_cash_order_above_the_limit_is_refused_with_alternatives(client: Client, market: Market) -> None:
    fill_for_cash(client, market, 6)
    page = place(client)
    assert (page.status_code, Order.objects.exists()) == (422, False)
    assert "còn giữ được 5. Vui lòng giảm số lượng, trả bằng VNPay hoặc VietQR" in words(page)


def test_order_page_shows_the_confirmation_deadline_and_its_result(client: Client, market: Market) -> None:
    fill_for_cash(client, market)
    place(client)
    order = the_order()
    page = words(client.get(reverse("shop:order", args=[order.code])))
    assert "Người bán sẽ gọi số 0912 345 678 để xác nhận." in page
    a_day_later(order)
    cancel_due()
    page = words(client.get(reverse("shop:order", args=[order.code])))
    assert "Đơn đã hủy" in page
    assert "đơn tiền mặt tự hủy, hàng đã về lại kệ" in page


def test_browser_with_a_phone_confirmed_order_is_proven(client: Client, market: Market) -> None:
    fill_for_cash(client, market)
    place(client)
    seller = Client()
    seller.force_login(market.manager)
    page = words(seller.get(reverse("seller:order", args=[the_order().code])))
    assert "Đã gọi, khách xác nhận" in page
    seller.post(reverse("seller:order-confirm-phone", args=[the_order().code]))
    assert "Người bán đã gọi, khách xác nhận" in words(seller.get(reverse("seller:order", args=[the_order().code])))
    fill_for_cash(client, market, 6)
    assert place(client).status_code == 302
    assert Order.objects.order_by("created_at").last().prove_by is None
