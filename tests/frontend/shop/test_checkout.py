"""Checkout on one page: errors under their field, typed input is kept, works without scripts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Variant
from orders.models import Checkout, CheckoutDelivery
from places.models import Address, Unit
from tests.frontend.shop.helpers import add, fill, keeps_the_policy, place, sheet, text, the_checkout, words
from tests.orders.helpers import pickup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client, market):
    add(client, market.mango, 1)
    add(client, market.lotus, 1)
    return client


def test_empty_cart_redirects_to_the_cart(client, units):
    assert client.get(reverse("shop:checkout")).headers["Location"] == reverse("shop:cart")


def test_all_input_is_on_one_page(buyer, django_assert_max_num_queries):
    buyer.get(reverse("shop:checkout"))  # requests quotes, which counts as a change of the cart
    with django_assert_max_num_queries(6):
        page = buyer.get(reverse("shop:checkout"))
    shown = words(page)
    assert shown.index("Ai nhận?") < shown.index("Giao tới đâu?") < shown.index("Nhận hàng thế nào?")
    assert "HTX mẫu Mỹ Thọ không thu tiền mặt khi giao hàng." in shown
    assert 'name="consent" value="2026-11d">' in text(page)  # never preselected
    assert keeps_the_policy(page)


def test_complete_form_redirects_to_the_review(buyer):
    assert fill(buyer).headers["Location"] == reverse("shop:review")
    checkout = the_checkout()
    assert (checkout.buyer_name, checkout.phone) == ("Nguyễn Thị Hoa", "0912345678")
    assert checkout.shipping_address.street == "12 Lê Lai"
    assert checkout.shipping_address.unit.code == "30076"
    assert checkout.payment_method == "vnpay"
    assert checkout.consent_policy == "2026-11d"


def test_repeated_form_creates_no_second_address(buyer):
    fill(buyer)
    before = Address.objects.count()
    fill(buyer)
    assert Address.objects.count() == before


def test_all_errors_are_shown_at_once_and_the_input_is_kept(buyer):
    before = Address.objects.count()
    page = fill(
        buyer, buyer_name="", phone="0912 345 67", commune="", commune_unit=None, street="", consent=None, email="x@"
    )
    shown = words(page)
    assert page.status_code == 422
    assert "Còn 5 chỗ cần sửa" in shown
    assert "Vui lòng ghi họ tên người nhận." in shown
    assert "Số này thiếu một chữ số." in shown
    assert "Địa chỉ e-mail này chưa đúng." in shown
    assert "Vui lòng cho biết xã, phường nhận hàng" in shown
    assert "đánh dấu đồng ý" in shown
    assert 'value="0912 345 67"' in text(page)
    assert text(page).count("autofocus") == 1
    checkout = the_checkout()
    assert (checkout.buyer_name, checkout.phone, checkout.consent_policy) == ("", "", "")
    assert Address.objects.count() == before


def test_former_commune_name_is_read(buyer):
    assert fill(buyer, commune="xã mỹ xương", commune_unit=None, commune_picked_for=None).status_code == 302
    address = the_checkout().shipping_address
    assert (address.unit.code, address.old_unit.code) == ("30076", "30121")


def test_ambiguous_commune_is_refused_with_both_listed(buyer):
    page = fill(buyer, commune="my tho", commune_unit=None, commune_picked_for=None)
    assert page.status_code == 422
    assert "Có nhiều nơi tên như vậy." in words(page)
    assert "Xã Mỹ Thọ, Đồng Tháp" in words(page)
    assert "Phường Mỹ Tho, Đồng Tháp" in words(page)


def test_typed_text_overrides_an_earlier_suggestion(buyer):
    page = fill(buyer, commune="Phường Sài Gòn, Hồ Chí Minh")  # the chosen suggestion belonged to "my tho"
    assert page.status_code == 302
    assert the_checkout().shipping_address.unit.code == "26740"


def test_unknown_commune_is_refused(buyer):
    page = fill(buyer, commune="Atlantis", commune_unit=None)
    assert "Không tìm thấy xã, phường nào tên như vậy." in words(page)
    assert the_checkout().shipping_address is None


@pytest.mark.parametrize("picked", ["0", "-5", "x", "99999999999", "999999999999999999999", "1:1:1"])
def test_forged_commune_id_is_refused(buyer, picked):
    assert fill(buyer, commune_unit=picked).status_code == 422
    assert the_checkout().shipping_address is None


def test_commune_is_chosen_by_province_without_scripts(buyer):
    page = fill(
        buyer,
        action="list_communes",
        province="82",
        commune="",
        commune_picked_for="",
        commune_unit=None,
        street="ấp Mỹ Thới",
    )
    assert page.status_code == 200
    assert "Xã Mỹ Hiệp, Đồng Tháp" in words(page)
    assert 'value="ấp Mỹ Thới"' in text(page)
    unit = Unit.objects.get(code="30112", valid_to=None)
    assert fill(buyer, commune="", commune_picked_for="", commune_unit=str(unit.pk)).status_code == 302
    assert the_checkout().shipping_address.unit == unit


def test_pickup_from_every_seller_needs_no_address(buyer, market):
    picks = {f"delivery_{s.pk}": pickup_of(s).pk for s in (market.cooperative, market.household)}
    assert fill(buyer, commune="", commune_unit=None, street="", **picks).status_code == 302
    assert the_checkout().shipping_address is None
    assert CheckoutDelivery.objects.count() == 2


def test_cash_needs_every_seller_to_accept_it(buyer, market):
    page = fill(buyer, payment_method="cash")
    assert "Hộ mẫu Sen chưa nhận tiền mặt." in words(page) or "đang chọn giao tận nơi" in words(page)
    assert the_checkout().payment_method == ""


def test_delivery_method_of_another_seller_is_refused(buyer, market):
    other = pickup_of(market.household)
    page = fill(buyer, **{f"delivery_{market.cooperative.pk}": other.pk})
    assert "Cách này không tới được nơi vừa chọn." in words(page)
    assert not CheckoutDelivery.objects.filter(seller=market.cooperative).exists()


def test_consent_to_an_older_policy_is_refused(buyer):
    assert "Chính sách vừa được cập nhật." in words(fill(buyer, consent="2020-01"))
    assert the_checkout().consent_at is None


def test_delivery_prices_follow_the_commune_and_save_no_address(buyer, market, django_assert_max_num_queries):
    buyer.post(reverse("shop:checkout-delivery"), sheet(action=None))  # requests quotes, and is counted
    with django_assert_max_num_queries(7):
        part = buyer.post(reverse("shop:checkout-delivery"), sheet(action=None), headers={"HX-Request": "true"})
    assert "Người bán giao tận nơi" in words(part)
    assert 'hx-swap-oob="true"' in text(part)
    assert "<html" not in text(part)
    assert the_checkout().shipping_address is None


def test_oversized_form_is_413(buyer):
    page = fill(buyer, buyer_name="A" * 10_000_000)
    assert page.status_code == 413
    assert "Nội dung gửi lên quá lớn" in words(page)
    assert the_checkout().buyer_name == ""


def test_script_in_the_name_is_escaped(buyer):
    fill(buyer, buyer_name="<script>alert(1)</script>", note='"><img src=x onerror=alert(2)>')
    page = buyer.get(reverse("shop:review"))
    assert "<script>alert" not in text(page)
    assert "<img src=x" not in text(page)


def test_placed_checkout_redirects_to_the_cart(buyer):
    fill(buyer)
    checkout = the_checkout()
    place(buyer)
    assert Checkout.objects.get(pk=checkout.pk).placed_at is not None
    assert buyer.get(reverse("shop:checkout")).headers["Location"] == reverse("shop:cart")


@pytest.mark.parametrize(
    ("price", "quantity", "offered"),
    [(4_999, 1, False), (5_000, 1, True), (333_333_333, 3, True), (500_000_000, 2, False)],
)
def test_vnpay_is_offered_within_its_limits_only(client, market, price, quantity, offered):
    Variant.objects.filter(pk=market.mango.pk).update(price=price)
    add(client, market.mango, quantity)
    fetch = {f"delivery_{market.cooperative.pk}": pickup_of(market.cooperative).pk}
    page = fill(client, action="recalculate", **fetch)
    radio = re.search(r'<input type="radio" id="tra-vnpay"[^>]*>', text(page))
    assert radio
    assert ("disabled" in radio[0], "VNPay chỉ nhận từ 5.000 đ" in words(page)) == (not offered, not offered)
    sent = fill(client, **fetch)
    assert (sent.status_code, the_checkout().payment_method) == ((302, "vnpay") if offered else (422, ""))


@pytest.mark.parametrize(
    ("changes", "most"), [({}, 23), ({"commune": "Phường Sài Gòn, Hồ Chí Minh", "street": "1 Lê Duẩn"}, 33)]
)
def test_saving_reads_the_seller_groups_once(buyer, changes, most):
    """The same for two sellers as for one; two statements throttle quotes for another commune."""
    fill(buyer)
    with CaptureQueriesContext(connection) as captured:
        assert fill(buyer, **changes).status_code == 302
    reads = [query["sql"] for query in captured if '"orders_checkoutline"."price_seen"' in query["sql"]]
    assert len(reads) == 1
    assert len(captured) <= most
