"""Every page of the three sites on a phone, as each role: accessible, not wider than the screen, large targets."""

import pytest
from playwright.sync_api import Page, expect

from tests import longest
from tests.browser.buyer import Guest, fill_checkout, pay_by_card, place, put_in_cart
from tests.browser.inspect import paper_problems, problems
from tests.browser.people import sign_in
from tests.browser.walk import START_PAGES, walk
from tests.browser.worker import Worker

# Half of them run in a market in which every typed text has its field's maximum length, in one word.
LONGEST = ("guest", "cooperative", "operator")
W = longest.LETTER
LONG_GUEST = Guest(name=W * 120, street=W * 200, note=W * 300)
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


class Notes:
    """The problems, by page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages: list[str] = []
        self.result: list[str] = []

    def look(self, name: str) -> None:
        self.pages.append(name)
        self.result += [f"{name}: {problem}" for problem in [*problems(self.page), *paper_problems(self.page)]]


@pytest.mark.parametrize("who", START_PAGES)
def test_every_page_of_a_role_is_without_problems(phone: Page, who: str) -> None:
    notes = Notes(phone)
    if who in LONGEST:
        longest.fill()
    if who != "guest":
        sign_in(phone, who)
    notes.result += walk(phone, who, notes.look)
    assert not notes.result, "\n".join(notes.result)


def test_checkout_with_longest_texts_is_without_problems(phone: Page, worker: Worker) -> None:
    longest.fill()
    notes = Notes(phone)
    put_in_cart(phone, "xoai cat chu", W * 120)
    fill_checkout(phone, LONG_GUEST, notes.look)
    place(phone)
    pay_by_card(phone, look=notes.look)
    notes.look("payment waiting")
    worker.start()
    expect(phone.get_by_role("heading", level=1, name="Đã trả")).to_be_visible()
    notes.look("payment paid")
    phone.locator("#su-that a.code").click()
    notes.look("order")
    assert not notes.result, "\n".join(notes.result)
