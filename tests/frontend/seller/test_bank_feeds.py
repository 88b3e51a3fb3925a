"""Bank feeds: the manager adds a feed's key, sees the webhook address, and removes it."""

import pytest
from django.test import Client

from payments import sdk
from payments.models import BankFeed
from tests.frontend.seller.conftest import text
from tests.frontend.shop.helpers import keeps_the_policy, words
from tests.market import Market
from tests.orders.helpers import show_account

HERE = "/ban-hang/gian-hang/bao-tien/"
KEYS = {
    "sepay": {"sepay-auth": "apikey", "sepay-key": "khoa-cua-webhook"},
    "casso": {"casso-key": "khoa-cua-webhook"},
    "payos": {"payos-client_id": "ma-khach-hang", "payos-api_key": "khoa-goi-api", "payos-key": "khoa-kiem-tra"},
}


def test_feed_needs_a_bank_account(manager: Client) -> None:
    assert "Thêm tài khoản trước" in words(manager.get(HERE))


@pytest.mark.parametrize("kind", KEYS)
def test_feed_key_is_saved_and_its_url_shown(manager: Client, market: Market, kind: str) -> None:
    show_account(market.cooperative)

    saved = manager.post(HERE, {"kind": kind} | KEYS[kind], follow=True)

    (feed,) = sdk.bank_feeds.of(market.cooperative.payee_ref)
    assert (feed.kind, feed.url in text(saved)) == (kind, True)
    assert "chưa báo lần nào" in words(saved)
    assert "khoa-" not in text(saved)  # a key is never shown again
    assert keeps_the_policy(saved)


def test_removed_feed_returns_to_manual_confirmation(manager: Client, market: Market) -> None:
    show_account(market.cooperative, feed="sepay")
    (feed,) = sdk.bank_feeds.of(market.cooperative.payee_ref)

    page = manager.post(f"{HERE}{feed.id}/bo", follow=True)

    assert "Từ bây giờ bạn tự xác nhận" in words(page)
    assert sdk.bank_feeds.of(market.cooperative.payee_ref) == []


def test_short_key_is_refused_under_its_field(manager: Client, market: Market) -> None:
    show_account(market.cooperative)

    page = manager.post(HERE, {"kind": "casso", "casso-key": "ngan"})

    assert (page.status_code, BankFeed.objects.count()) == (422, 0)
    assert "Khóa quá ngắn." in words(page)


def test_staff_and_other_sellers_are_refused(manager: Client, owner: Client, market: Market) -> None:
    show_account(market.cooperative, feed="sepay")
    (feed,) = sdk.bank_feeds.of(market.cooperative.payee_ref)
    market.cooperative.memberships.update(role="staff")

    assert manager.get(HERE).status_code == 403
    assert manager.post(HERE, {"kind": "sepay"} | KEYS["sepay"]).status_code == 403
    assert manager.post(f"{HERE}{feed.id}/bo").status_code == 403
    assert owner.post(f"{HERE}{feed.id}/bo").status_code == 404
    assert len(sdk.bank_feeds.of(market.cooperative.payee_ref)) == 1
