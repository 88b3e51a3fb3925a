"""Every page of the faces on a phone, as each kind of user: accessible, never wider than the screen, for thumbs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.buyer import Guest, fill_checkout, pay_by_card, place, put_in_cart
from tests.browser.inspect import problems
from tests.browser.people import sign_in
from tests.browser.walk import DOORS, walk
from tests.browser.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


class Notes:
    """What was found, page by page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages: list[str] = []
        self.found: list[str] = []

    def look(self, name: str) -> None:
        self.pages.append(name)
        self.found += [f"{name}: {problem}" for problem in problems(self.page)]


@pytest.mark.parametrize("who", DOORS)
def test_every_page_of(phone: Page, who: str) -> None:
    notes = Notes(phone)
    if who != "guest":
        sign_in(phone, who)
    notes.found += walk(phone, who, notes.look)
    assert not notes.found, "\n".join(notes.found)


def test_the_whole_way_of_buying(phone: Page, worker: Worker) -> None:
    notes = Notes(phone)
    put_in_cart(phone, "xoai cat chu", "Xoài cát Chu Cao Lãnh")
    fill_checkout(phone, Guest(), notes.look)
    place(phone)
    pay_by_card(phone, look=notes.look)
    notes.look("payment waiting")
    worker.start()
    expect(phone.get_by_role("heading", level=1, name="Đã trả")).to_be_visible()
    notes.look("payment paid")
    phone.locator("#su-that a.code").click()
    notes.look("order")
    assert not notes.found, "\n".join(notes.found)
