"""Walks the pages of the three sites by their links, as each role: one page for each URL name."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

START_PAGES: dict[str, list[str]] = {
    "guest": ["/", "/gio/", "/don/", "/dang-nhap/", "/dia-chi/goi-y?commune=my+tho", "/graphql/"],
    "buyer": ["/tai-khoan/", "/tai-khoan/du-lieu/", "/don/"],
    "household": ["/ban-hang/", "/ban-hang/gian-hang/"],
    "cooperative": ["/ban-hang/", "/ban-hang/thanh-vien/", "/ban-hang/chon/"],
    "commune": ["/co-quan/"],
    "province": ["/co-quan/", "/co-quan/tinh/"],
    "operator": ["/co-quan/", "/co-quan/doi-soat/", "/co-quan/so-sach/", "/co-quan/nhat-ky/"],
}
PUBLIC = ("shop:", "account:", "graphql")  # walked as a guest, and as other roles only at their own pages

_LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"


def walk(page: Page, who: str, on_page: Callable[[str], None]) -> list[str]:
    """Open one page of each kind that this person can reach and call `on_page(name)`; returns the pages that were
    missing.
    """
    waiting, seen, lost = list(START_PAGES[who]), set[str](), list[str]()
    start_names = {name_of(start) for start in waiting}
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name in seen or (who != "guest" and name.startswith(PUBLIC) and name not in start_names):
            continue
        seen.add(name)
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            lost.append(f"{answer and answer.status} at {path} for {who}")
            continue
        on_page(name)
        waiting += links(page)
    return lost


def name_of(path: str) -> str:
    """The name of a path: "shop:product" for /hang/xoai-1/; pages of one kind with different content have several
    names.
    """
    there = urlsplit(path)
    try:
        result = resolve(there.path)
    except Resolver404:
        return ""
    stored = [str(value) for key, value in result.kwargs.items() if (result.view_name, key) in _DISTINGUISHED]
    return "-".join([result.view_name or "page", *stored])


_DISTINGUISHED = {("shop:policy", "slug"), ("office:indicator", "code")}


def links(page: Page) -> Iterator[str]:
    """The links of a page that lead to pages of the shop."""
    return _own(page.evaluate(_LINKS), urlsplit(page.url).netloc)


def _own(result: Iterable[str], here: str) -> Iterator[str]:
    for link in result:
        there = urlsplit(link)
        name = name_of(there.path) if there.netloc == here else ""
        if name and not name.endswith(("csv", "xlsx", "pdf")) and not name.startswith("admin:"):
            yield there.path + (f"?{there.query}" if there.query else "")
