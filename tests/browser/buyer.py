"""The buyer's steps on the shop's pages, from the search to the gateway; `look` is called on every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page, expect

Look = Callable[[str], object]
CARD, HOLDER, DATE, OTP = "9704198526191432198", "NGUYEN VAN A", "07/15", "123456"


def _no_look(name: str) -> None:
    return None


@dataclass(frozen=True)
class Guest:
    """A guest's contact and address."""

    name: str = "Bùi Thị Khách"
    phone: str = "0912 345 678"
    commune: str = "my xuong"  # without diacritics, by its former name
    street: str = "12/3 ấp Mỹ Thới"
    note: str = ""


def put_in_cart(page: Page, search: str, product: str, look: Look = _no_look) -> None:
    """Search, open the product, add it to the cart."""
    page.goto("/")
    look("home")
    page.get_by_role("searchbox", name="Tìm hàng").fill(search)
    page.get_by_role("searchbox", name="Tìm hàng").press("Enter")
    result = page.get_by_role("link", name=product, exact=True).first
    expect(result).to_be_visible()
    look("search")
    result.click()
    expect(page.get_by_role("heading", level=1, name=product)).to_be_visible()
    look("product")
    page.get_by_role("button", name="Thêm vào giỏ").click()
    expect(page.get_by_role("heading", level=1, name="Giỏ hàng")).to_be_visible()


def fill_checkout(
    page: Page, guest: Guest, look: Look = _no_look, *, script: bool = True, pay: str = "VNPay: thẻ"
) -> None:
    """From the cart to the review, with home delivery and the payment method `pay`."""
    look("cart")
    page.get_by_role("link", name="món này").click()
    look("checkout-empty")
    fill_person(page, guest)
    page.get_by_label("Số nhà, đường, ấp").fill(guest.street)
    page.get_by_label("Lời nhắn cho người bán").fill(guest.note)
    _pick_commune(page, guest.commune, script)
    expect(page.get_by_text("tới nơi").first).to_be_visible()
    page.get_by_label(pay).check()
    look("checkout")
    page.locator("button.wide", has_text="Xem lại đơn hàng").click()
    expect(page.get_by_role("heading", level=1, name="Xem lại trước khi đặt")).to_be_visible()
    look("review")


def fill_person(page: Page, guest: Guest) -> None:
    """Fill in the contact and accept the policy."""
    page.get_by_role("textbox", name="Họ tên").fill(guest.name)
    page.get_by_role("textbox", name="Điện thoại").fill(guest.phone)
    page.get_by_role("checkbox", name="Tôi đồng ý").check()


def _pick_commune(page: Page, typed: str, script: bool) -> None:
    page.get_by_label("Xã, phường", exact=True).press_sequentially(typed)
    if not script:  # the page shows the same choices again
        page.get_by_role("button", name="Xem phí giao").click()
    page.locator("#xa-chon label", has_text="Xã Mỹ Thọ, Đồng Tháp").click()
    if not script:
        page.get_by_role("button", name="Xem phí giao").click()


def place(page: Page) -> None:
    """Place the order on the review page."""
    page.get_by_role("button", name="bằng VNPay").click()


def pay_by_card(page: Page, otps: Sequence[str] = (OTP,), look: Look = _no_look) -> None:
    """At the gateway: pay with the test card and one-time passwords until it redirects back."""
    expect(page.get_by_role("heading", name="Chọn cách trả tiền")).to_be_visible()
    look("gateway-choose")
    page.get_by_role("button", name="Tiếp tục").click()
    look("gateway-card")
    page.get_by_label("Số thẻ").fill(CARD)
    page.get_by_label("Tên chủ thẻ").fill(HOLDER)
    page.get_by_label("Ngày phát hành").fill(DATE)
    page.get_by_role("button", name="Tiếp tục").click()
    for number, otp in enumerate(otps):
        expect(page.get_by_role("heading", name="Nhập mã xác thực")).to_be_visible()
        if number == 0:
            look("gateway-otp")
        page.get_by_label("Mã xác thực").fill(otp)
        page.get_by_role("button", name="Thanh toán").click()


def cancel_payment(page: Page) -> None:
    """At the gateway: cancel."""
    page.get_by_role("button", name="Hủy, quay về cửa hàng").click()
