"""A return on a phone: the buyer requests it, the seller accepts it, the operator sees the refund."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from orders.models import Order, Return
from tests.browser.devices import DESKTOP
from tests.browser.inspect import problems
from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


def test_return_is_requested_accepted_and_shown(
    phone: Page, open_page: Callable[..., Page], allow_problems: Callable[[str], None]
) -> None:
    allow_problems("422.*/hoan-tien/")  # sent empty first: refused
    found: list[str] = []
    order = Order.objects.filter(user__phone="0900000001", status="FULFILLED", returns=None).latest("created_at")
    sign_in(phone, "buyer")
    phone.goto(f"/don/{order.code}/")
    phone.get_by_role("link", name="Đề nghị hoàn tiền").click()
    found += problems(phone)
    phone.get_by_role("button", name="Gửi đề nghị tới người bán").click()
    expect(phone.get_by_role("alert")).to_contain_text("Vui lòng chọn số lượng")
    found += problems(phone)
    phone.locator("input[inputmode=numeric]").first.fill("1")
    phone.get_by_text("Hàng dập, hỏng, lỗi").click()
    phone.get_by_role("button", name="Gửi đề nghị tới người bán").click()
    expect(phone.get_by_text("Đã gửi đề nghị tới người bán.")).to_be_visible()
    expect(phone.get_by_text("Chờ trả lời")).to_be_visible()
    found += problems(phone)

    operator = open_page(**DESKTOP)
    sign_in(operator, "operator")
    operator.goto("/co-quan/hoan-tien/")
    operator.get_by_role("link", name=f"Mở {order.code}").click()
    expect(operator.get_by_role("heading", level=2, name="Người mua đề nghị hoàn")).to_be_visible()
    operator.get_by_role("button", name="Hoàn", exact=False).first.click()
    expect(operator.get_by_text("Đã lập khoản hoàn")).to_be_visible()

    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("đang được hoàn lại")
    found += problems(phone)
    assert Return.objects.get(order=order).state == "accepted"
    assert not found, "\n".join(found)


def test_seller_opens_a_return_after_seeing_its_amount(phone: Page) -> None:
    found: list[str] = []
    sign_in(phone, "cooperative")
    order = Order.objects.filter(
        seller__memberships__user__phone="0900000003", status="FULFILLED", returns=None, payment_method="cash"
    ).latest("created_at")
    phone.goto(f"/ban-hang/don/{order.code}/")
    phone.get_by_role("link", name="Hoàn tiền cho khách").click()
    found += problems(phone)
    phone.locator("input[inputmode=numeric]").first.fill("1")
    phone.get_by_text("Lý do khác").click()
    phone.get_by_role("button", name="Xem số tiền hoàn").click()
    expect(phone.get_by_role("status").filter(has_text="Khách được hoàn")).to_be_visible()
    found += problems(phone)
    phone.get_by_role("button", name="Hoàn", exact=False).first.click()
    expect(phone.get_by_text("Việc tiếp theo: trả tiền cho người mua")).to_be_visible()
    phone.locator("input[name=proof]").fill("Bà Hoa nhận tiền mặt")
    phone.get_by_role("button", name="Đã trả lại").click()
    expect(phone.get_by_text("đ · đã trả lại người mua")).to_be_visible()
    found += problems(phone)
    assert Return.objects.get(order=order).state == "done"
    assert not found, "\n".join(found)
