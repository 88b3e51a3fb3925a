"""Sensitive changes require the password again: which ones, for how long, and where one continues."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from payments.models import BankAccount, BankFeed, Payee
from tests.factories import PASSWORD, make_officer, make_user
from tests.market import Market
from tests.market import make as make_market
from tests.orders.helpers import show_account
from tests.payments.bank.helpers import make_feed, operators_account
from tests.retry_after import is_wait_within
from tests.sessions import age, sign_in

HERE = "/xac-nhan-mat-khau/"
BANK = {"bank_bin": "970405", "number": "6500205123456", "holder": "LE THI SEN"}


@pytest.fixture
def market(db: None) -> Market:
    return make_market()


def seller_changes_payout_account(market: Market) -> tuple[Client, str, dict[str, str]]:
    data = {f"bank-{name}": value for name, value in BANK.items()}
    return sign_in(Client(), market.manager), reverse("seller:shop-bank"), data


def seller_adds_feed(market: Market) -> tuple[Client, str, dict[str, str]]:
    show_account(market.cooperative)
    data = {"kind": "casso", "casso-key": "khoa-cua-webhook"}
    return sign_in(Client(), market.manager), reverse("seller:shop-feeds"), data


def seller_drops_feed(market: Market) -> tuple[Client, str, dict[str, str]]:
    show_account(market.cooperative, feed="sepay")
    feed = BankFeed.objects.get()
    return sign_in(Client(), market.manager), reverse("seller:shop-feed-remove", args=[feed.pk]), {}


def operator_opens_account(market: Market) -> tuple[Client, str, dict[str, str]]:
    data = {f"account-{name}": value for name, value in BANK.items()} | {"account-note": "Hợp đồng 12/2026"}
    return sign_in(Client(), make_officer("operator")), reverse("office:bank-account"), data


def operator_adds_feed(market: Market) -> tuple[Client, str, dict[str, str]]:
    operators_account()
    data = {"kind": "casso", "casso-key": "khoa-cua-webhook"}
    return sign_in(Client(), make_officer("operator")), reverse("office:bank-feed"), data


def operator_drops_feed(market: Market) -> tuple[Client, str, dict[str, str]]:
    feed = make_feed(operators_account())
    return sign_in(Client(), make_officer("operator")), reverse("office:bank-feed-remove", args=[feed.pk]), {}


def money_state() -> tuple[object, ...]:
    """The rows that these changes write."""
    return (
        list(Payee.objects.order_by("pk").values("pk", "bank_bin", "bank_account_no")),
        list(BankAccount.objects.order_by("pk").values()),
        list(BankFeed.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(
    "change",
    [
        seller_changes_payout_account, seller_adds_feed, seller_drops_feed,
        operator_opens_account, operator_adds_feed, operator_drops_feed,
    ],
)  # fmt: skip
def test_sensitive_change_needs_a_recent_password(
    market: Market, change: Callable[[Market], tuple[Client, str, dict[str, str]]]
) -> None:
    browser, url, data = change(market)
    before = money_state()

    age(browser)
    refused = browser.post(url, data)
    assert (refused.status_code, refused["Location"].split("?")[0]) == (302, HERE)
    assert money_state() == before
    form_page = browser.post(refused["Location"], {"password": PASSWORD})["Location"]
    page = browser.get(form_page)
    assert page.status_code == 200
    assert "Chưa lưu gì." in page.content.decode()

    browser.post(url, data)
    assert money_state() != before


def test_stale_session_is_shown_a_link_instead_of_the_form(market: Market) -> None:
    browser = age(sign_in(Client(), market.manager))
    link = f'href="{HERE}?next=/ban-hang/gian-hang/"'
    page = browser.get("/ban-hang/gian-hang/").content.decode()
    assert (link in page, "bank-number" in page) == (True, False)
    age(browser, timedelta(0))
    page = browser.get("/ban-hang/gian-hang/").content.decode()
    assert (link in page, "bank-number" in page) == (False, True)


def test_sign_in_counts_as_reauthentication(market: Market) -> None:
    browser = Client()
    browser.post("/dang-nhap/", {"identifier": market.manager.phone, "password": PASSWORD})
    assert "bank-number" in browser.get("/ban-hang/gian-hang/").content.decode()


def test_wrong_password_is_refused(db: None) -> None:
    browser = age(sign_in(Client(), make_user()))
    before = browser.session["reauthenticated_at"]
    answer = browser.post(HERE, {"password": "sai", "next": "/don/"})
    assert answer.status_code == 422
    assert "Mật khẩu chưa đúng." in answer.content.decode()
    assert 'name="next" value="/don/"' in answer.content.decode()
    assert browser.session["reauthenticated_at"] == before


def test_too_many_wrong_passwords_are_throttled(db: None) -> None:
    browser = age(sign_in(Client(), make_user()))
    for _try in range(10):
        assert browser.post(HERE, {"password": "sai"}).status_code == 422
    answer = browser.post(HERE, {"password": PASSWORD})
    assert (answer.status_code, is_wait_within(answer, timedelta(hours=1))) == (429, True)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"]
)
def test_foreign_next_address_is_ignored(db: None, elsewhere: str) -> None:
    browser = sign_in(Client(), make_user())
    answer = browser.post(HERE, {"password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/tai-khoan/"
    assert elsewhere not in browser.get(HERE, {"next": elsewhere}).content.decode()


def test_guests_sign_in_first(client: Client, db: None) -> None:
    assert client.get(HERE)["Location"] == f"/dang-nhap/?next={HERE}"


def test_session_key_changes_at_reauthentication(db: None) -> None:
    browser = sign_in(Client(), make_user())
    before = browser.session.session_key
    browser.post(HERE, {"password": PASSWORD})
    assert browser.session.session_key != before
