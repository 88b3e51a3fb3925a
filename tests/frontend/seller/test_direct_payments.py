"""Direct payments at the seller's pages: confirming a transfer, refunding, cash on delivery."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from orders.checkout.services.start_payment import start_payment
from orders.fulfilment.services.cancel_order import cancel_order
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order
from orders.payment.services.mark_as_paid import mark_as_paid
from tests.frontend.shop.helpers import words
from tests.market import Market
from tests.orders.helpers import place, ready_cart, show_account, state


@pytest.fixture
def awaited(market: Market) -> Order:
    """The cooperative's order, awaiting a VietQR transfer; no bank feed."""
    show_account(market.cooperative)
    checkout_id = ready_cart([(market.mango, 1)], method="vietqr")
    order = place(checkout_id).orders[0]
    start_payment(checkout_id=checkout_id, return_url="https://cho.vn/", ip="113.160.92.202")
    return order


def test_awaited_payment_is_confirmed_from_the_home_page(manager: Client, awaited: Order, run_events: Callable) -> None:
    today = words(manager.get("/ban-hang/"))
    assert "Xem tiền về" in today
    assert "chờ chuyển khoản" in today

    manager.post(reverse("seller:order-mark-paid", args=[awaited.code]))
    run_events()

    assert state(awaited) == ("UNCONFIRMED", "FULL")
    page = words(manager.get(reverse("seller:order", args=[awaited.code])))
    assert "đã chuyển khoản, bạn tự xác nhận" in page
    assert "Nhận đơn" in words(manager.get("/ban-hang/"))


def test_order_of_an_account_with_a_feed_needs_no_confirmation(manager: Client, market: Market, awaited: Order) -> None:
    show_account(market.cooperative, feed="sepay")

    assert "Xem tiền về" not in words(manager.get("/ban-hang/"))
    assert "Chờ tiền 1" in words(manager.get("/ban-hang/don/?loai=cho-tien"))
    assert "Ngân hàng báo là đơn tự ghi đã trả" in words(manager.get(reverse("seller:order", args=[awaited.code])))


def test_direct_refund_is_recorded_with_its_bank_reference(
    manager: Client, market: Market, awaited: Order, run_events: Callable
) -> None:
    mark_as_paid(order_id=awaited.pk, actor=market.manager)
    cancel_order(order_id=awaited.pk, actor=market.manager, reason="other")
    run_events()
    assert "Trả lại tiền" in words(manager.get("/ban-hang/"))
    address = reverse("seller:order-confirm-refund", args=[awaited.code])

    empty = manager.post(address, {"proof": " "})
    assert (empty.status_code, state(awaited)) == (422, ("CANCELED", "REFUNDING"))
    assert "Vui lòng ghi mã giao dịch chuyển trả" in words(empty)
    short = manager.post(address, {"proof": "FT"})
    assert (short.status_code, 'value="FT"' in short.content.decode()) == (422, True)
    assert "Vui lòng ghi mã giao dịch chuyển trả" in words(short)
    assert state(awaited) == ("CANCELED", "REFUNDING")

    manager.post(address, {"proof": "FT26331000999"})
    assert state(awaited) == ("CANCELED", "REFUNDED")
    assert "đã trả lại người mua" in words(manager.get(reverse("seller:order", args=[awaited.code])))


def test_other_sellers_neither_confirm_nor_refund(owner: Client, awaited: Order) -> None:
    for name in ("order-mark-paid", "order-confirm-refund"):
        assert owner.post(reverse(f"seller:{name}", args=[awaited.code]), {"proof": "x" * 9}).status_code == 404
    assert state(awaited) == ("UNCONFIRMED", "NONE")


def test_cash_on_delivery_can_be_offered(manager: Client, market: Market) -> None:
    page = manager.post(
        "/ban-hang/gian-hang/", {"phone": "0987 654 321", "email": "", "about": "", "cash_on_delivery": "on"}
    )
    assert page.status_code == 302
    order = place(ready_cart([(market.mango, 1)], method="cod")).orders[0]
    confirm_order(order_id=order.pk, actor=market.manager)
    assert "Thu tiền mặt" in words(manager.get(reverse("seller:order-slip", args=[order.code])))

    manager.post(reverse("seller:order-fulfill", args=[order.code]), {"cash_received": "on"})

    assert state(order) == ("FULFILLED", "FULL")
