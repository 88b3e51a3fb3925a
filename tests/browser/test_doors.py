"""Everyone comes in by the door that is theirs, at a phone's and at a desktop's width, and nothing is wrong there."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pilot")]


@pytest.fixture(params=["phone", "desktop"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_shop_is_open_to_all(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize(
    ("role", "door"),
    [
        ("household", "/ban-hang/"),
        ("cooperative", "/ban-hang/"),
        ("commune", "/co-quan/"),
        ("province", "/co-quan/"),
        ("operator", "/co-quan/"),
    ],
)
def test_each_role_lands_at_its_own_door(page: Page, role: str, door: str) -> None:
    sign_in(page, role)
    assert door in page.url
    expect(page.locator("h1")).to_be_visible()
    assert fits(page)
