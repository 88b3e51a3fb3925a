"""Every page of a signed-in person has the sign-out button."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import Role, User
from tests.factories import make_officer
from tests.market import find
from tests.sessions import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("market_database")]
SIGN_OUT_FORM = '<form method="post" action="/dang-xuat/">'
NO_PAGE = ("/quan-tri/", "/graphql/", "/payments/", "/vnpay-sandbox/", "/v1")  # the admin has its own sign-out link


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every address without parameters."""
    for pattern in patterns:
        text = before + str(pattern.pattern)
        if "<" in text or "^" in text or "\\" in text or text.startswith(NO_PAGE):
            continue
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, text)
        else:
            yield text


ALL = sorted(set(addresses(get_resolver().url_patterns)))


def seller() -> User:
    return find().manager


def operator() -> User:
    return make_officer(Role.OPERATOR)


@pytest.mark.parametrize("who", [seller, operator], ids=lambda who: who.__name__)
def test_every_page_shows_sign_out_to_signed_in_users(who: Callable[[], User]) -> None:
    client = sign_in(Client(), who())
    answers = {address: client.get(address) for address in ALL}
    texts = {
        address: answer.content.decode() for address, answer in answers.items() if "html" in answer["Content-Type"]
    }
    pages = {address: text for address, text in texts.items() if '<main id="noi-dung"' in text}
    assert {"/", "/gio/", "/tai-khoan/", "/tai-khoan/hai-buoc/", "/xac-nhan-mat-khau/"} <= pages.keys()
    assert [address for address, page in pages.items() if SIGN_OUT_FORM not in page] == []


def test_guests_see_no_sign_out(client: Client) -> None:
    assert SIGN_OUT_FORM not in client.get("/").content.decode()
