"""A page left open is cleared when its session ends; a form that is being filled in is kept."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Session
from core.http.cookies import cookie_name
from tests.factories import make_officer
from tests.sessions import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COOKIE = cookie_name("choxa_session")


def enter(page: Page, base_url: str) -> None:
    client = sign_in(Client(), make_officer("operator"))
    page.context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE].value, "url": base_url}])
    page.clock.install()
    page.goto("/tai-khoan/")


def test_expired_page_is_replaced_by_sign_in(desktop: Page, live_server: Any) -> None:
    enter(desktop, live_server.url)
    with desktop.expect_response("**/phien/con-lai"):
        desktop.clock.fast_forward("31:00")
    expect(desktop).to_have_url(f"{live_server.url}/tai-khoan/")
    Session.objects.all().delete()
    desktop.clock.fast_forward("31:00")
    expect(desktop).to_have_url(f"{live_server.url}/dang-nhap/?next=%2Ftai-khoan%2F")


def test_page_with_unsaved_input_is_kept(desktop: Page, live_server: Any) -> None:
    enter(desktop, live_server.url)
    desktop.get_by_label("Mật khẩu hiện tại").fill("đang ghi dở")
    Session.objects.all().delete()
    with desktop.expect_response("**/phien/con-lai"):
        desktop.clock.fast_forward("31:00")
    expect(desktop.get_by_label("Mật khẩu hiện tại")).to_have_value("đang ghi dở")
