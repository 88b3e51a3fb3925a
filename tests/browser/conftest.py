"""Chromium on the shop's pages: a phone and a desktop; any browser error fails the test."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.devices import DESKTOP, LOCALE, PHONE, QUIET
from tests.browser.watch import Watch
from tests.browser.worker import Worker
from tools.chromium import find

# Playwright's synchronous API keeps an event loop in the test's thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)  # a page without scripts reloads after six seconds


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail("No Chromium here: run `make test`, which gets one, or set CHOXA_CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def allowed() -> list[str]:
    """Expected problems of this test, as regular expressions."""
    return []


@pytest.fixture
def allow_problems(allowed: list[str]) -> Callable[[str], None]:
    """Expect a problem: `allow_problems("404")`."""
    return allowed.append


@pytest.fixture
def open_page(browser: Browser, live_server: Any, allowed: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a page in its own browser context: another person, another device. Problems fail the test at its end."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def make(**device: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **LOCALE, **(device or PHONE))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [text for text in watch.seen if not any(re.search(pattern, text) for pattern in allowed)] == []


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """360 px wide, touch screen, Vietnamese."""
    return open_page(**PHONE)


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    """1280 px wide."""
    return open_page(**DESKTOP)


@pytest.fixture
def phone_without_script(open_page: Callable[..., Page]) -> Page:
    """A phone without JavaScript."""
    return open_page(**PHONE, java_script_enabled=False)


@pytest.fixture
def market(pilot: None, live_server: Any, settings: Any) -> None:
    """The pilot data at the test's address, with the gateway sandbox; no worker runs before `worker.start()`."""
    old = settings.BASE_URL
    settings.BASE_URL = live_server.url
    settings.VNPAY = {name: value.replace(old, live_server.url) for name, value in settings.VNPAY.items()}


@pytest.fixture
def worker(market: None) -> Iterator[Worker]:
    """The worker that delivers events once it is started."""
    worker = Worker()
    yield worker
    worker.stop()
