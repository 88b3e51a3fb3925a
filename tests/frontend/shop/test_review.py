"""Review and placing: the displayed total or an error, repeated requests have one effect, then to the gateway."""

import re

import pytest
from django.urls import reverse

from catalog.models import Variant
from core import clock
from orders.models import Order
from shipping.models import ShippingQuote
from tests.frontend.shop.helpers import add, fill, keeps_the_policy, place, text, the_order, words
from tests.orders.helpers import pickup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client, market):
    add(client, market.mango, 2)
    add(client, market.lotus, 1)
    fill(client)
    return client


def test_review_shows_lines_totals_and_contact(buyer, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = buyer.get(reverse("shop:review"))
    shown = words(page)
    for part in ("HTX mẫu Mỹ Thọ bán", "Hộ mẫu Sen bán", "240.000 đ", "Nguyễn Thị Hoa", "0912 345 678"):
        assert part in shown
    assert "12 Lê Lai, Xã Mỹ Thọ, Đồng Tháp" in shown
    assert "Tổng, đã gồm thuế" in shown
    assert "bằng VNPay" in shown
    assert text(page).count('class="button wide"') == 1
    assert keeps_the_policy(page)


def test_missing_input_is_listed_with_a_link_back(client, market):
    add(client, market.mango, 1)
    page = client.get(reverse("shop:review"))
    assert "Còn thiếu trước khi đặt:" in words(page)
    assert "Quay lại điền cho đủ" in words(page)
    assert client.post(reverse("shop:place"), {"expected_total": "120000"}).status_code == 422
    assert not Order.objects.exists()


def test_placing_redirects_to_the_gateway(buyer):
    gone = place(buyer)
    assert gone.status_code == 302
    assert "/vnpay-sandbox/paymentv2/vpcpay.html?" in gone.headers["Location"]
    assert Order.objects.count() == 2
    assert "Giỏ đang trống" in words(buyer.get(reverse("shop:cart")))


def test_content_security_policy_allows_the_gateway(buyer):
    policy = buyer.get(reverse("shop:review")).headers["Content-Security-Policy"]
    assert "form-action 'self' http" in policy


def test_repeated_placing_creates_no_second_order(buyer):
    stored = buyer.cookies["choxa_cart"].value
    place(buyer)
    buyer.cookies["choxa_cart"] = stored  # the second tap, sent before the first was answered
    again = buyer.post(reverse("shop:place"), {"expected_total": "1"})
    assert again.status_code == 302
    assert Order.objects.count() == 2


def test_changed_total_is_refused(buyer, market):
    seen = text(buyer.get(reverse("shop:review"))).split('name="expected_total" value="')[1].split('"')[0]
    Variant.objects.filter(pk=market.mango.pk).update(price=150_000)
    page = buyer.post(reverse("shop:place"), {"expected_total": seen})
    assert page.status_code == 422
    assert "Giá vừa thay đổi: tổng cộng bây giờ là" in words(page)
    assert not Order.objects.exists()


def test_expired_quote_is_replaced_and_can_be_ordered(buyer):
    shown = buyer.get(reverse("shop:review"))
    form = {"expected_total": shown.context["view"].total, "quote_id": quote_ids(shown)}
    ShippingQuote.objects.update(valid_until=clock.now())
    page = buyer.post(reverse("shop:place"), form)
    assert page.status_code == 422
    assert "vừa được tính lại. Vui lòng xem lại trước khi đặt." in words(page)
    assert not Order.objects.exists()
    form["quote_id"] = quote_ids(page)
    assert buyer.post(reverse("shop:place"), form).status_code == 302
    assert Order.objects.count() == 2


def quote_ids(page) -> list[str]:
    return re.findall(r'name="quote_id"\s+value="(\d+)"', text(page))


@pytest.mark.parametrize("total", ["", "x", "-1", "0", None])
def test_missing_or_invalid_total_is_refused(buyer, total):
    assert buyer.post(reverse("shop:place"), {} if total is None else {"expected_total": total}).status_code == 422
    assert not Order.objects.exists()


def test_stock_problem_is_shown_in_the_review(buyer, market):
    Variant.objects.filter(pk=market.lotus.pk).update(on_hand=0)
    page = buyer.get(reverse("shop:review"))
    assert "đã hết hàng." in words(page)
    assert 'name="expected_total"' not in text(page)


def test_cash_order_is_placed_and_confirmed(client, market):
    add(client, market.mango, 1)
    fill(client, payment_method="cash", **{f"delivery_{market.cooperative.pk}": pickup_of(market.cooperative).pk})
    assert "Đặt hàng, trả 120.000 đ tiền mặt khi nhận" in words(client.get(reverse("shop:review")))
    address = place(client).headers["Location"]
    assert address == reverse("shop:payment", args=[the_order().code])
    assert "Đã đặt hàng, trả 120.000 đ tiền mặt khi nhận" in words(client.get(address))
