"""`make pictures`: walk every page of the three faces as each kind of user, and leave pictures of them in var/pictures.

The shop is the pilot, opened by its own command in a folder and on a port of its own. Each page is taken at a phone's
and at a desktop's width, from the buyer's first search to the paid order too. Exit status 1 where a page was not there,
was wider than its screen, or a browser complained.
"""

import os
import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402

from tests.browser import buyer  # noqa: E402
from tests.browser.devices import LOCALE, QUIET  # noqa: E402
from tests.browser.people import sign_in  # noqa: E402
from tests.browser.walk import START_PAGES, walk  # noqa: E402
from tests.browser.watch import Watch  # noqa: E402
from tests.shop import Shop, temporary_shop  # noqa: E402
from tools.chromium import find  # noqa: E402

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
SITES = {"account": "shop", "graphql": "api", "gateway": "sandbox"}
WHOLE = """async () => {
  const shown = [...document.images].filter(image => image.checkVisibility())
  shown.forEach(image => { image.loading = 'eager' })
  scrollTo(0, 0)
  await Promise.all(shown.map(image => image.decode().catch(() => {})))
}"""
HEIGHT = "document.documentElement.scrollHeight"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Album:
    """The pictures, and what was wrong on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        shutil.rmtree(folder, ignore_errors=True)

    def take(self, page: Page, name: str, who: str = "") -> None:
        """The page that is open, whole, at both widths: "office:figures" of who is office/figures-commune-360.png."""
        site, _, title = name.rpartition(":")
        site = site or name.partition("-")[0]
        stem = "-".join(filter(None, [site if site == "account" else "", title, who]))
        for size in SIZES:
            page.set_viewport_size(size)
            # A screen as tall as the page, so that bars which stick to its bottom are there and not across the middle.
            page.set_viewport_size(size | {"height": max(size["height"], page.evaluate(HEIGHT))})
            page.evaluate(WHOLE)
            path = self.folder / SITES.get(site, site) / f"{stem}-{size['width']}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path)
            if (over := page.evaluate(TOO_WIDE)) > 0:
                self.problems.append(f"{name} {who} at {size['width']}: {over} px wider than the screen")
        page.set_viewport_size(SIZES[0])

    @property
    def count(self) -> int:
        return len(list(self.folder.rglob("*.png")))


def enter(browser: Browser, shop: Shop, watch: Watch) -> Page:
    page = browser.new_context(base_url=shop.base_url, viewport=SIZES[0], **LOCALE).new_page()
    watch.follow(page)
    return page


def picture_everyone(browser: Browser, shop: Shop, album: Album, watch: Watch) -> None:
    """Every page that each kind of user can reach by links."""
    for who in START_PAGES:
        page = enter(browser, shop, watch)
        if who != "guest":
            sign_in(page, who)
        album.problems += walk(page, who, lambda name: album.take(page, name, who))  # noqa: B023 - called at once
        page.context.close()
        print(f"  {who}: {album.count}", flush=True)


def picture_buying(browser: Browser, shop: Shop, album: Album, watch: Watch) -> None:
    """The goods of two sellers: called off at the gateway, then paid, and followed by code."""
    page = enter(browser, shop, watch)

    def look(name: str) -> None:
        album.take(page, name if name.startswith("gateway") else f"shop:{name}")

    buyer.put_in_cart(page, "xoai cat chu", "Xoài cát Chu Cao Lãnh")
    buyer.put_in_cart(page, "xoai cat chu", "Xoài cát Chu vườn nhà", look)
    buyer.fill_checkout(page, buyer.Guest(), look)
    buyer.place(page)
    buyer.cancel_payment(page)
    page.get_by_role("heading", level=1, name="Chưa trả được").wait_for()
    look("payment-failed")
    page.get_by_role("button", name="bằng VNPay").click()
    buyer.pay_by_card(page, look=look)
    page.get_by_role("heading", level=1, name="Đã trả").wait_for()
    look("payment-paid")
    page.locator("#su-that a.code").first.click()
    look("order")
    page.context.close()


def picture_direct_payment(browser: Browser, shop: Shop, album: Album, watch: Watch) -> None:
    """Two sellers paid by VietQR, one of them first; a sale at a stall with its code, and then its receipt."""
    page = enter(browser, shop, watch)
    buyer.put_in_cart(page, "xoai cat chu", "Xoài cát Chu Cao Lãnh")
    buyer.put_in_cart(page, "xoai cat chu", "Xoài cát Chu vườn nhà")
    buyer.fill_checkout(page, buyer.Guest(), pay="Quét VietQR")
    page.get_by_role("button", name="bằng VietQR").click()
    page.get_by_role("heading", level=1, name="Quét 2 mã").wait_for()
    page.get_by_role("img", name="Mã QR để chuyển 261.000 đ").wait_for()  # a job asks payOS for it
    album.take(page, "shop:payment-vietqr")
    page.get_by_role("button", name="Chạy thử").first.click()
    page.get_by_role("heading", level=1, name="Đã nhận").wait_for()
    album.take(page, "shop:payment-vietqr-half")
    page.context.close()
    page = enter(browser, shop, watch)
    sign_in(page, "household")
    page.goto("/ban-hang/cho/")
    page.get_by_label("Số tiền").fill("120.000")
    page.get_by_role("button", name="Hiện QR").click()
    page.get_by_role("button", name="Tôi thấy tiền").wait_for()
    album.take(page, "seller:pos-code")
    page.get_by_role("button", name="Tôi thấy tiền").click()
    page.get_by_role("heading", level=1, name="Đã nhận").wait_for()
    album.take(page, "seller:pos-paid")
    page.get_by_role("link", name="Biên nhận").click()
    album.take(page, "shop:receipt")
    page.context.close()


def main() -> None:
    album, watch = Album(settings.HOME / "pictures"), Watch()
    with temporary_shop(Shop) as shop, sync_playwright() as playwright:
        print("Mở cửa hàng… · Opening a shop…", flush=True)
        shop.start()
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        picture_buying(browser, shop, album, watch)
        picture_direct_payment(browser, shop, album, watch)
        picture_everyone(browser, shop, album, watch)
        browser.close()
    problems = album.problems + watch.seen
    print("\n".join(problems))
    print(f"{album.count} ảnh · pictures: {album.folder}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
