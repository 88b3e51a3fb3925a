"""`make pictures`: walk every page of the three faces as each kind of user, and leave pictures in var/pictures.

One picture of each page a person can reach by links, at a phone's and at a desktop's width, and the buyer's whole way
to a paid order. Prints what is wrong on the way (errors, pages wider than the screen); exit status 1 if anything is.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from playwright.sync_api import Browser, Error, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from tests.browser import buyer  # noqa: E402
from tests.browser.devices import DESKTOP, LOCALE, PHONE, QUIET  # noqa: E402
from tests.browser.people import sign_in  # noqa: E402
from tests.browser.watch import Watch  # noqa: E402
from tests.shop import Shop, temporary_shop  # noqa: E402
from tools.chromium import find  # noqa: E402

DEVICES = {"360": PHONE, "1280": DESKTOP}
DOORS = {
    "guest": ["/", "/gio/", "/don/", "/dang-nhap/", "/graphql/", "/khong-co-trang-nay/"],
    "buyer": ["/tai-khoan/", "/don/"],
    "household": ["/ban-hang/", "/ban-hang/gian-hang/"],
    "cooperative": ["/ban-hang/", "/ban-hang/thanh-vien/"],
    "commune": ["/co-quan/"],
    "province": ["/co-quan/", "/co-quan/tinh/"],
    "operator": ["/co-quan/", "/co-quan/doi-soat/", "/quan-tri/"],
}
LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)"
# Down the page and up again, so that pictures below the first screen load; one that is hidden never will.
WHOLE = """async () => {
  const pause = ms => new Promise(done => setTimeout(done, ms))
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) { scrollTo(0, y); await pause(30) }
  scrollTo(0, 0)
  for (let n = 0; n < 40 && [...document.images].some(i => i.offsetParent && !i.complete); n++) await pause(50)
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Album:
    """The pictures and what was wrong on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        shutil.rmtree(folder, ignore_errors=True)

    def take(self, page: Page, who: str, name: str, width: str) -> None:
        page.evaluate(WHOLE)
        path = self.folder / who / f"{name.replace(':', '-')}-{width}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        if (over := page.evaluate(TOO_WIDE)) > 0:
            self.problems.append(f"{who} {name} at {width}: {over} px wider than the screen")


def walk(page: Page, doors: list[str], visit: Callable[[str], None], problem: Callable[[str], None]) -> None:
    """Follow links from the doors, one page of each kind (by the name of its address); `visit(name)` on each."""
    waiting, seen = list(doors), set[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name in seen:
            continue
        seen.add(name)
        try:
            response = page.goto(path)
        except Error as error:
            problem(f"{name} {path}: {error.message.splitlines()[0]}")
            continue
        if response and response.status >= 400 and name != "not-found":
            problem(f"{name} {path}: {response.status}")
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        visit(name)
        waiting += own_paths(page)


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name or "page"
    except Resolver404:
        return "not-found"


def own_paths(page: Page) -> Iterator[str]:
    """The links of a page that stay in the shop and only show something."""
    here = urlsplit(page.url).netloc
    for link in page.evaluate(LINKS):
        there = urlsplit(link)
        name = name_of(there.path)
        if there.netloc == here and not name.endswith("csv") and not name.startswith("admin:") and name != "not-found":
            yield there.path + (f"?{there.query}" if there.query else "")


def open_as(browser: Browser, shop: Shop, who: str, device: dict[str, Any], watch: Watch) -> Page:
    page = browser.new_context(base_url=shop.base_url, **LOCALE, **device).new_page()
    page.set_default_timeout(15_000)
    watch.follow(page)
    if who != "guest":
        sign_in(page, who)
    return page


def picture_everyone(browser: Browser, shop: Shop, album: Album, watch: Watch) -> None:
    for who, doors in DOORS.items():
        for width, device in DEVICES.items():
            page = open_as(browser, shop, who, device, watch)

            def visit(name: str) -> None:
                album.take(page, who, name, width)  # noqa: B023 - called before the next round

            walk(page, doors, visit, album.problems.append)
            page.context.close()
        print(f"{who}: {len(list((album.folder / who).glob('*.png')))}", flush=True)


def picture_buying(browser: Browser, shop: Shop, album: Album, watch: Watch) -> None:
    """The buyer's way from the search to an order canceled at the gateway and then paid."""
    for width, device in DEVICES.items():
        page = open_as(browser, shop, "guest", device, watch)

        def look(name: str) -> None:
            album.take(page, "buying", name, width)  # noqa: B023 - called before the next round

        try:
            buy(page, look)
        except (Error, AssertionError) as error:
            look("stuck")
            album.problems.append(f"buying at {width}: {str(error).splitlines()[0]}")
        page.context.close()


def buy(page: Page, look: Callable[[str], None]) -> None:
    buyer.put_in_cart(page, "xoai", first_product(page, "xoai"), look)
    buyer.fill_checkout(page, buyer.Guest(), look)
    buyer.place(page)
    buyer.cancel_payment(page)
    page.wait_for_url("**/thanh-toan/**")
    look("payment-canceled")
    page.get_by_role("button", name="bằng VNPay").click()
    buyer.pay_by_card(page, look=look)
    page.wait_for_url("**/thanh-toan/**")
    page.get_by_role("heading", level=1, name="Đã trả").wait_for()
    look("payment-paid")
    page.locator("a[href^='/don/']").first.click()
    page.wait_for_load_state()
    look("order")


def first_product(page: Page, text: str) -> str:
    page.goto(f"/tim?q={text}")
    return page.locator("a[href^='/hang/']").first.inner_text().strip()


def main() -> None:
    album, watch = Album(settings.HOME / "pictures"), Watch()
    with temporary_shop() as shop, sync_playwright() as playwright:
        print("Mở cửa hàng… · Opening a shop…", flush=True)
        shop.start()
        browser = playwright.chromium.launch(executable_path=find(), args=QUIET)
        picture_everyone(browser, shop, album, watch)
        picture_buying(browser, shop, album, watch)
        browser.close()
    problems = album.problems + [seen for seen in watch.seen if "404" not in seen]
    print("\n".join(problems))
    print(f"{len(list(album.folder.rglob('*.png')))} ảnh · pictures: {album.folder}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
