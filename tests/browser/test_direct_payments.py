"""Direct payments to sellers: VietQR codes are marked as paid by themselves; a POS sale takes three taps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from demo_data.banks import notify_bank_transfer
from orders.models import Order, PosSale
from orders.payment.services.mark_as_paid import mark_as_paid
from tests.browser.buyer import Guest, fill_checkout, put_in_cart
from tests.browser.inspect import problems
from tests.browser.people import sign_in
from tests.browser.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_payments_to_two_sellers_are_shown_as_received(
    request: pytest.FixtureRequest, allow_problems: Callable[[str], None], worker: Worker, script: bool
) -> None:
    if not script:
        allow_problems("422.*/dat-hang/")  # "my tho" is ambiguous: the page asks which
    page: Page = request.getfixturevalue("phone" if script else "phone_without_script")
    worker.start()
    put_in_cart(page, "xoai cat chu", "Xoài cát Chu Cao Lãnh")
    put_in_cart(page, "xoai cat chu", "Xoài cát Chu vườn nhà")
    guest = Guest() if script else Guest(commune="my tho")
    fill_checkout(page, guest, script=script, pay="Quét VietQR")
    page.get_by_role("button", name="Trả 346.000 đ bằng VietQR").click()
    heading(page, "Quét 2 mã, trả 346.000 đ")
    if script:
        assert problems(page) == []
    reported, household = (
        Order.objects.filter(buyer_name=Guest().name).select_related("allocation", "seller").order_by("total")[::-1]
    )
    assert notify_bank_transfer(reported.allocation.intent_id)

    heading(page, "Đã nhận 261.000 đ, còn 85.000 đ")  # by itself

    assert not notify_bank_transfer(
        household.allocation.intent_id
    )  # this account has no feed: its owner confirms the transfer
    mark_as_paid(order_id=household.pk, actor=household.seller.memberships.get().user)
    heading(page, "Đã trả 346.000 đ")
    expect(page.locator(".transfers")).to_contain_text("Người bán xác nhận đã nhận tiền.")


def test_demo_button_simulates_the_bank_transfer(phone: Page, worker: Worker) -> None:
    worker.start()
    put_in_cart(phone, "xoai cat chu", "Xoài cát Chu Cao Lãnh")
    fill_checkout(phone, Guest(), pay="Quét VietQR")
    phone.get_by_role("button", name="Trả 261.000 đ bằng VietQR").click()
    heading(phone, "Quét mã để trả 261.000 đ")
    expect(phone.get_by_role("img", name=re.compile("Mã QR để chuyển 261.000 đ"))).to_be_visible(timeout=30_000)
    phone.get_by_role("button", name="Chạy thử: coi như ngân hàng đã chuyển").click()
    heading(phone, "Đã trả 261.000 đ")


def test_pos_sale_takes_three_taps(phone: Page, worker: Worker) -> None:
    worker.start()
    sign_in(phone, "cooperative")
    phone.goto("/ban-hang/")
    phone.get_by_role("link", name="Bán tại chợ").click()  # one
    expect(phone.get_by_label("Số tiền")).to_be_focused()
    phone.keyboard.type("120000")
    expect(phone.get_by_label("Số tiền")).to_have_value("120.000")
    phone.get_by_role("button", name="Hiện QR cho khách quét").click()  # two
    heading(phone, "120.000 đ")
    assert problems(phone) == []
    sale = PosSale.objects.get(status="waiting")
    assert notify_bank_transfer(sale.intent_id)

    heading(phone, "Đã nhận 120.000 đ")  # by itself
    phone.get_by_role("link", name="Bán tiếp").click()  # three: the form for the next buyer
    expect(phone.get_by_label("Số tiền")).to_be_focused()

    phone.keyboard.type("50000")
    phone.get_by_role("button", name="Khách trả tiền mặt").click()
    heading(phone, "Đã nhận 50.000 đ")
    phone.get_by_role("link", name="Biên nhận").click()
    assert problems(phone) == []
    expect(phone.locator(".receipt")).to_contain_text("HTX mẫu Mỹ Thọ")
