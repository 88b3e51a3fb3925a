"""SePay: both methods of authentication, age, and the parsed transfers."""

import hashlib
import hmac
from datetime import UTC, datetime

import orjson
import pytest
import time_machine

from payments.bank.feeds.base import Message, Unreadable
from payments.bank.feeds.sepay.feed import SePay
from tests.payments.bank.helpers import call, make_account, make_feed, shown

KEY = "whsec-sepay-0123456789"
STAMP = 1_795_678_245
BODY = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-26 14:02:37",
    "accountNumber": "0123499999",
    "subAccount": None,
    "code": None,
    "content": "chuyen tien mua xoai",
    "transferType": "in",
    "description": "",
    "transferAmount": 2277000,
    "referenceCode": "MBVCB.3278907687",
    "accumulated": 19077000,
}


def message(body: bytes | None = None, stamp: object = STAMP, key: str = KEY, **headers: str) -> Message:
    """Signed as developer.sepay.vn says: "sha256=" and the HMAC-SHA256 of "<timestamp>.<body>"."""
    body = orjson.dumps(BODY) if body is None else body
    right = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return Message(body, {"x-sepay-timestamp": str(stamp), "x-sepay-signature": f"sha256={right}"} | headers)


@time_machine.travel(STAMP)
def test_signed() -> None:
    assert SePay().verify(message(), KEY, {})
    assert SePay().verify(message(), KEY, {"auth": "hmac"})


@time_machine.travel(STAMP)
@pytest.mark.parametrize(
    "forged",
    [
        message(key="another"),
        message(key=""),
        Message(message().body + b" ", message().headers),
        message(**{"x-sepay-signature": ""}),
        message(**{"x-sepay-signature": "sha256="}),
        message(**{"x-sepay-signature": "ữ"}),
        message(**{"x-sepay-timestamp": str(STAMP + 1)}),
        message(**{"x-sepay-timestamp": ""}),
        message(**{"x-sepay-timestamp": "١٢"}),
        message(stamp="-5"),
        Message(message().body, {}),
        Message(message().body, {"authorization": f"Apikey {KEY}"}),
    ],
)
def test_anything_else_is_refused(forged: Message) -> None:
    assert not SePay().verify(forged, KEY, {})


@pytest.mark.parametrize(("seconds", "taken"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_five_minutes(seconds: int, taken: bool) -> None:
    with time_machine.travel(STAMP + seconds, tick=False):
        assert SePay().verify(message(), KEY, {}) is taken


@pytest.mark.parametrize(
    ("header", "secret", "taken"),
    [
        ("Apikey abc-def", "abc-def", True),
        ("Apikey abc-deg", "abc-def", False),
        ("apikey abc-def", "abc-def", False),
        ("abc-def", "abc-def", False),
        ("", "abc-def", False),
        ("Apikey ", "", False),
        ("", "", False),
    ],
)
def test_api_key_header_is_compared_with_the_secret(header: str, secret: str, taken: bool) -> None:
    assert SePay().verify(Message(b"{}", {"authorization": header}), secret, {"auth": "apikey"}) is taken


def test_empty_secret_verifies_nothing() -> None:
    with time_machine.travel(STAMP):
        assert not SePay().verify(message(key=""), "", {})


def test_fields_are_read() -> None:
    (notification,) = SePay().read(Message(orjson.dumps(BODY), {}))
    assert (notification.external_id, notification.amount, notification.content) == (
        "92704",
        2_277_000,
        "chuyen tien mua xoai",
    )
    assert (notification.account_numbers, notification.bank_reference) == (("0123499999", ""), "MBVCB.3278907687")
    assert notification.booked_at == datetime(2026, 11, 26, 7, 2, 37, tzinfo=UTC)
    (out,) = SePay().read(Message(orjson.dumps(BODY | {"transferType": "out"}), {}))
    assert out.amount == -2_277_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": None}, "id"),
        ({"transferType": "sideways"}, "transferType"),
        ({"transferAmount": None}, "transferAmount"),
        ({"transferAmount": 1.5}, "transferAmount"),
        ({"accountNumber": None}, "accountNumber"),
        ({"transactionDate": "26/11/2026"}, "transactionDate"),
        ({"transactionDate": "0001-01-01 00:00:00"}, "transactionDate"),
        ({"transactionDate": "9999-12-31T23:59:59-12:00"}, "transactionDate"),
        ({"content": ["x"]}, "content"),
    ],
)
def test_unreadable_message_is_refused(change: dict, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        SePay().read(Message(orjson.dumps(BODY | change), {}))
    assert str(caught.value) == field


@pytest.mark.django_db
@pytest.mark.parametrize("auth", ["hmac", "apikey"])
def test_a_whole_call(auth: str) -> None:
    feed = make_feed(make_account(), "sepay", auth=auth)
    attempt = shown(feed.account)
    assert call(feed, attempt.reference, bad_signature=True)[0] == 401
    assert call(feed, attempt.reference)[:2] == (200, {"success": True})
    attempt.refresh_from_db()
    assert (attempt.status, attempt.confirmed_by) == ("succeeded", "sepay")
