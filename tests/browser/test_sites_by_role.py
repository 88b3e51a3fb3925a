"""Each role reaches its own site on a desktop; test_every_page covers the phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pilot")]


def fits(page: Page) -> bool:
    """Whether the page is not wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_shop_opens_for_guests(desktop: Page) -> None:
    desktop.goto("/")
    expect(desktop.locator("h1")).to_be_visible()
    assert fits(desktop)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("household", "/ban-hang/"),
        ("cooperative", "/ban-hang/"),
        ("commune", "/co-quan/"),
        ("province", "/co-quan/"),
        ("operator", "/co-quan/"),
    ],
)
def test_each_role_is_redirected_to_its_site(desktop: Page, role: str, address: str) -> None:
    sign_in(desktop, role)
    assert address in desktop.url
    expect(desktop.locator("h1")).to_be_visible()
    assert fits(desktop)
