"""Signing in demo people in the browser."""

from playwright.sync_api import Page

from demo_data.sign_ins import PEOPLE


def sign_in(page: Page, role: str) -> None:
    """Sign in the demo person of a role through the sign-in page."""
    person = next(person for person in PEOPLE if person.role == role)
    page.goto("/dang-nhap/")
    page.locator("input[name=identifier]").fill(person.identifier)
    page.locator("input[name=password]").fill(person.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)
