"""The address that feeds call: authentication, limits, other accounts, debits, our own errors."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine

from core import clock
from payments.bank.feeds import views
from payments.bank.services.close_bank_feed import close_bank_feed
from payments.base.provider_messages import BAD_AN_HOUR
from payments.models import BankFeed, BankNotification, BankTransfer, ProviderMessage
from sandbox.banks.messages import Booked, write
from tests.payments.bank.helpers import call, make_account, make_feed, shown, status_of
from tests.payments.helpers import state

pytestmark = pytest.mark.django_db


def post(client, feed: BankFeed, content: str = "x", **more):
    booked = Booked(number=7, amount=150_000, content=content, reference="FT7", booked_at=clock.now())
    message = write(feed, booked)
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in message.headers.items()}
    address = f"/payments/feeds/{feed.kind}/{feed.hook}"
    return client.post(address, message.body, content_type="application/json", **headers | more)


@pytest.mark.parametrize("kind", ["sepay", "casso", "payos"])
def test_notification_by_http_completes_the_payment(client, kind: str) -> None:
    feed = make_feed(make_account(), kind)
    attempt = shown(feed.account)
    response = post(client, feed, attempt.reference)
    assert (response.status_code, response.json()) == (200, {"success": True})
    assert status_of(attempt) == ("succeeded", "succeeded")


def test_forgeries_are_kept_within_bounds_and_change_nothing(client) -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    before = state()
    response = post(client, feed, attempt.reference, HTTP_X_SEPAY_SIGNATURE="sha256=0")
    assert (response.status_code, response.json()["success"]) == (401, False)
    assert state() == before
    stored = ProviderMessage.objects.get()
    assert (stored.provider, stored.kind, stored.answer, stored.signature_ok) == ("sepay", "feed", "97", False)
    for _ in range(BAD_AN_HOUR + 5):
        views.take("sepay", feed.hook, views.Message(b"\x00\xff", {}))
    assert ProviderMessage.objects.count() == BAD_AN_HOUR


@pytest.mark.parametrize("address", ["sepay/unknown", "momo/x", "statement/x", "casso/{hook}"])
def test_unknown_hook_is_404(client, address: str) -> None:
    feed = make_feed(make_account())
    response = client.post("/payments/feeds/" + address.format(hook=feed.hook), "{}", content_type="application/json")
    assert response.status_code == 404
    assert client.get(f"/payments/feeds/sepay/{feed.hook}").status_code == 405


def test_closed_feed_is_refused(client) -> None:
    feed = make_feed(make_account())
    message = write(feed, Booked(7, 5, "x", "FT1", clock.now()))
    close_bank_feed(feed_id=feed.pk, payee_id=feed.account.payee_id)
    assert views.take("sepay", feed.hook, message)[0] == 404
    feed.refresh_from_db()
    assert feed.encrypted_secret == ""
    assert not BankTransfer.objects.exists()


def test_its_budget_of_statements(django_assert_max_num_queries) -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    with django_assert_max_num_queries(40):
        assert call(feed, attempt.reference)[0] == 200


def test_oversized_message_is_refused(client) -> None:
    feed = make_feed(make_account())
    for body in (b" " * (views.LARGEST + 1), b"x" * 1_100_000):
        response = client.post(f"/payments/feeds/sepay/{feed.hook}", body, content_type="application/json")
        assert response.status_code == 401


def test_debit_is_acknowledged_and_not_stored() -> None:
    feed = make_feed(make_account())
    assert call(feed, "tra tien dien", -500_000)[:2] == (200, {"success": True})
    assert not BankTransfer.objects.exists()
    assert not ProviderMessage.objects.exists()


def test_notification_of_another_account_stores_its_last_digits_only() -> None:
    feed, stranger = make_feed(make_account()), make_account(number="5555566666")
    attempt = shown(stranger)
    feed.account.number = "5555566666"  # the feed tells of an account that is somebody else's
    message = write(feed, Booked(7, 150_000, attempt.reference, "FT1", clock.now()))
    before = state()
    assert views.take("sepay", feed.hook, message)[:2] == (200, {"success": True})
    assert state() == before
    assert not BankTransfer.objects.exists()
    stored = ProviderMessage.objects.get()
    assert (stored.answer, stored.signature_ok, stored.payload) == ("04", True, {"why": "account …6666"})


def test_one_feed_may_watch_several_accounts_of_its_owner() -> None:
    first = make_account()
    feed = make_feed(first)
    second = make_account(first.payee)
    attempt = shown(second)
    feed.account.number = second.number
    message = write(feed, Booked(7, 150_000, attempt.reference, "FT1", clock.now()))
    assert views.take("sepay", feed.hook, message)[0] == 200
    assert status_of(attempt) == ("succeeded", "succeeded")
    assert BankTransfer.objects.get().account == second


def test_feed_above_the_hourly_limit_is_429() -> None:
    feed = make_feed(make_account())
    with mock.patch("payments.bank.feeds.views.MOST_AN_HOUR", 2):
        assert [call(feed, "x")[0] for _ in range(3)] == [200, 200, 429]
    assert BankTransfer.objects.count() == 2


def test_flooding_feed_learns_when_to_call_again(client) -> None:
    feed = make_feed(make_account())
    with time_machine.travel(clock.now(), tick=False), mock.patch("payments.bank.feeds.views.MOST_AN_HOUR", 0):
        answer = post(client, feed)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_text_of_an_unrelated_transfer_is_not_stored() -> None:
    feed = make_feed(make_account())
    call(feed, "Nguyen Van A tra tien thuoc")
    transfer = BankTransfer.objects.get()
    assert (transfer.state, transfer.content) == ("ignored", "")
    assert transfer.notifications.get().payload == {}


def test_signed_unreadable_message_is_400_and_logged() -> None:
    feed = make_feed(make_account())
    message = write(feed, Booked(7, 0, "x", "FT1", clock.now() - timedelta(days=1)))
    with mock.patch("payments.bank.feeds.sepay.feed.SePay.read", side_effect=views.Unreadable("transferAmount")):
        assert views.take("sepay", feed.hook, message)[:2] == (
            400,
            {"success": False, "message": "cannot read transferAmount"},
        )
    assert ProviderMessage.objects.get().payload["why"] == "transferAmount"


def test_our_error_rolls_back_and_requests_another_call() -> None:
    feed = make_feed(make_account())
    attempt = shown(feed.account)
    message = write(feed, Booked(7, 150_000, attempt.reference, "FT1", clock.now()))
    before = state()
    with mock.patch(
        "payments.bank.services.ingest_bank_transaction.post_to_suspense", side_effect=RuntimeError("broken")
    ):
        assert views.take("sepay", feed.hook, message)[0] == 503
    assert state() == before
    assert not BankTransfer.objects.exists()
    assert not BankNotification.objects.exists()
    assert views.take("sepay", feed.hook, message)[0] == 200
    assert status_of(attempt) == ("succeeded", "succeeded")


def test_secret_encrypted_with_a_lost_key_authenticates_nothing(settings) -> None:
    feed = make_feed(make_account())
    message = write(feed, Booked(7, 150_000, "x", "FT1", clock.now()))
    settings.SECRET_KEY = "another-key-than-before"
    assert views.take("sepay", feed.hook, message)[0] == 401
