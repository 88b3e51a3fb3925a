"""Paying by VietQR: one code a seller, marked as paid one by one, never redrawn without need."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from orders.models import Order
from orders.payment.services.mark_as_paid import mark_as_paid
from payments import sdk
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, PaymentIntent
from payments.providers.results import AttemptResult, Outcome
from tests.frontend.shop.helpers import add, fill, keeps_the_policy, place, text, words
from tests.orders.helpers import show_account, state


@pytest.fixture
def accounts(market) -> None:
    """The cooperative has a bank feed, the household confirms transfers itself."""
    show_account(market.cooperative, feed="sepay")
    show_account(market.household)


@pytest.fixture
def buyer(client: Client, market, accounts) -> Client:
    """A cart with mangoes of the cooperative and lotus of the household."""
    add(client, market.mango, 1)
    add(client, market.lotus, 1)
    return client


@pytest.fixture
def paying(buyer: Client) -> str:
    """The address of the page with the codes."""
    fill(buyer, payment_method="vietqr")
    answer = place(buyer)
    assert answer.headers["Location"] == reverse("shop:payment", args=[Order.objects.order_by("seller_id")[0].code])
    return answer.headers["Location"]


def bank_reports(order: Order) -> None:
    code = sdk.payment_intents.retrieve(order.allocation.intent_id).transfer_code
    complete_attempt(reference=code, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay")


def test_vietqr_is_offered_first_and_names_the_payee(buyer: Client) -> None:
    page = buyer.get(reverse("shop:checkout"))
    page_words = words(page)
    assert page_words.index("Quét VietQR") < page_words.index("VNPay: thẻ")
    assert "quét mã của từng người bán (2 mã)" in page_words
    assert re.search(r'value="vietqr" checked', text(page))


def test_seller_without_an_account_disables_vietqr(client: Client, market) -> None:
    add(client, market.mango, 1)
    page = client.get(reverse("shop:checkout"))
    assert "HTX mẫu Mỹ Thọ chưa nhận chuyển khoản VietQR." in words(page)
    assert re.search(r'value="vietqr" disabled', text(page))
    assert re.search(r'value="vnpay" checked', text(page))


def test_button_states_amount_and_method(buyer: Client) -> None:
    fill(buyer, payment_method="vietqr")
    page_words = words(buyer.get(reverse("shop:review")))
    assert "Trả 230.000 đ bằng VietQR" in page_words
    assert "VietQR, chuyển khoản thẳng cho từng người bán: 2 mã" in page_words


def test_each_seller_has_a_code_with_copyable_details(buyer: Client, market, paying: str) -> None:
    page = buyer.get(paying)
    page_words = words(page)
    assert "Quét 2 mã, trả 230.000 đ" in page_words
    for order in Order.objects.select_related("allocation", "seller"):
        intent = sdk.payment_intents.retrieve(order.allocation.intent_id)
        for shown in (order.seller.name, intent.transfer_code, intent.bank_account_no, "Vietcombank", "NGUOI BAN THU"):
            assert shown in page_words
        assert f'src="{intent.qr_svg_url}"' in page.content.decode()
        assert buyer.get(intent.qr_svg_url).headers["Content-Type"] == "image/svg+xml"
        png = re.search(rf'href="([^"]+{intent.transfer_code}\.png[^"]*)"', page.content.decode())
        assert png
        assert buyer.get(png[1]).headers["Content-Type"] == "image/png"
    assert "Hộ mẫu Sen tự xem tài khoản: người bán sẽ xác nhận đã nhận." in page_words
    assert "Đã chuyển mà trang chưa đổi?" in page_words
    assert keeps_the_policy(page)


def test_payments_are_shown_as_received_one_by_one(
    buyer: Client, market, paying: str, run_events: Callable[[], int]
) -> None:
    mine, theirs = Order.objects.select_related("allocation").order_by("seller_id")
    bank_reports(mine)
    run_events()
    page_words = words(buyer.get(paying))
    assert "Đã nhận 135.000 đ, còn 95.000 đ" in page_words
    assert "Đã xong 1 trên 2." in page_words

    mark_as_paid(order_id=theirs.pk, actor=market.household_owner)
    run_events()

    page_words = words(buyer.get(paying))
    assert "Đã trả 230.000 đ" in page_words
    assert "Người bán xác nhận đã nhận tiền." in page_words
    assert "hx-get" not in text(buyer.get(paying))


def test_unchanged_state_is_not_rendered_again(buyer: Client, paying: str, run_events: Callable) -> None:
    asks = re.search(r'hx-get="([^"]+)"', text(buyer.get(paying)))
    assert asks
    assert buyer.get(asks[1]).status_code == 204

    bank_reports(Order.objects.select_related("allocation").earliest("seller_id"))
    run_events()

    changed = buyer.get(asks[1])
    assert changed.status_code == 200
    assert "đã nhận 135.000 đ" in words(changed)


def test_missing_codes_can_be_requested_again(buyer: Client, paying: str) -> None:
    Attempt.objects.all().delete()  # the orders are placed, but no code was shown
    PaymentIntent.objects.update(status="requires_payment_method")

    assert "Hiện mã QR để trả 230.000 đ" in words(buyer.get(paying))
    again = buyer.post(paying + "tra-lai", follow=True)
    assert words(again).count("Nội dung, ghi đúng CX") == 2


def test_canceling_one_order_keeps_the_other(buyer: Client, paying: str, run_events: Callable) -> None:
    mine, theirs = Order.objects.order_by("seller_id")

    buyer.post(reverse("shop:order-cancel", args=[mine.code]))
    run_events()

    assert (state(mine), state(theirs)) == (("CANCELED", "NONE"), ("UNCONFIRMED", "NONE"))
    assert words(buyer.get(paying)).count("Nội dung, ghi đúng CX") == 1


def test_cash_on_delivery_order_is_placed(client: Client, market) -> None:
    type(market.cooperative).objects.filter(pk=market.cooperative.pk).update(cash_on_delivery=True)
    add(client, market.mango, 1)
    fill(client, payment_method="cod")
    assert "Đặt hàng, trả 135.000 đ tiền mặt khi nhận" in words(client.get(reverse("shop:review")))

    page = client.get(place(client).headers["Location"])

    assert "Trả tiền mặt cho người giao khi hàng tới tay." in words(page)
    assert Order.objects.get().payment_method == "cod"
