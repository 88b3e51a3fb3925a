"""Officials: verified sellers and certificates are shown in the shop; a paid order changes figures within seconds."""

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.buyer import Guest, fill_checkout, pay_by_card, place, put_in_cart
from tests.browser.people import sign_in
from tests.browser.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]

SECONDS = 5  # seconds from the order's last event to the figure


def card(page: Page, name: str) -> Locator:
    return page.locator("li.figure", has=page.get_by_role("link", name=name, exact=True))


def figures(page: Page) -> dict[str, str]:
    """The cards of the open page: name → value and its parts."""
    return {
        one.locator("a").inner_text(): " ".join(one.locator("b, .of").all_inner_texts())
        for one in page.locator("li.figure").all()
    }


def reload_until(page: Page, seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline, f"not seen within {SECONDS} s"
        page.reload()


def rows_of(page: Page, link: Locator) -> list[dict[str, str]]:
    """The file of a link, parsed like Excel."""
    with page.expect_download() as download:
        link.click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def test_stars_are_shown_after_verification(phone: Page, desktop: Page) -> None:
    phone.goto("/tim?q=xoai+say+gion")
    shown = phone.locator("li.product", has_text="Xoài sấy giòn không đường")
    expect(shown).to_be_visible()
    expect(shown.locator(".ocop")).to_have_count(0)

    sign_in(desktop, "commune")
    desktop.get_by_role("link", name="Xác minh").click()
    desktop.get_by_role("link", name="Mở hồ sơ Xoài sấy giòn không đường").click()
    desktop.get_by_role("button", name="Xác minh hạng 4 sao").click()
    expect(desktop.locator("main")).to_contain_text("đã xác minh")

    phone.reload()
    expect(shown.locator(".ocop")).to_have_text("★ 4 sao OCOP")


def test_sale_of_a_verified_seller_changes_the_figures(phone: Page, desktop: Page, worker: Worker) -> None:
    worker.start()
    phone.goto("/tim?q=chanh+giay")
    expect(phone.get_by_role("link", name="Chanh giấy", exact=True)).to_have_count(0)
    sign_in(desktop, "commune")
    before = figures(desktop)
    desktop.get_by_role("link", name="Xác minh").click()
    desktop.get_by_role("link", name="Mở hồ sơ Hộ mẫu 11 vườn chanh").click()
    desktop.get_by_role("button", name="Xác minh Hộ mẫu 11 vườn chanh").click()
    expect(desktop.locator("main")).to_contain_text("đã xác minh")
    desktop.get_by_role("link", name="Chỉ số", exact=True).click()

    put_in_cart(phone, "chanh giay", "Chanh giấy")
    fill_checkout(phone, Guest())
    place(phone)
    pay_by_card(phone)
    expect(phone.get_by_role("heading", level=1, name="Đã trả 43.000 đ")).to_be_visible()
    code = phone.locator("#su-that a.code").inner_text()

    reload_until(
        desktop, lambda: figures(desktop)["Người bán có đơn trong tháng"] != before["Người bán có đơn trong tháng"]
    )
    after = figures(desktop)
    assert len(after) == 5
    assert [name for name in before if after[name] == before[name]] == ["Giá trị bán tại chợ có ghi"]  # sold online

    card(desktop, "Tỷ lệ giao dịch không dùng tiền mặt").get_by_role("link").click()
    expect(desktop.locator("main")).to_contain_text(re.compile("Tử số.*Mẫu số.*Căn cứ", re.DOTALL))
    row = desktop.locator("tbody tr", has_text=code)
    expect(row).to_contain_text("Hộ mẫu 11 vườn chanh")
    expect(row).not_to_contain_text(Guest().name)
    rows = rows_of(desktop, desktop.get_by_role("link", name="Tải Excel (CSV)"))
    assert [row for row in rows if code in row.values()], rows[:1]

    page = desktop
    page.context.clear_cookies()
    sign_in(page, "province")
    page.get_by_role("link", name="Theo xã", exact=True).click()
    expect(page.locator("svg.map path")).to_have_count(102)
    commune = page.locator("tr", has=page.get_by_role("link", name="Xã Mỹ Thọ", exact=True))
    share = re.search(r"\d+,\d%", after["Tỷ lệ giao dịch không dùng tiền mặt"])
    assert share
    expect(commune).to_contain_text(share.group())
