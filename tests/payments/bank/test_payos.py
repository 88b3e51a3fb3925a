"""payOS: its published example, tampering, and the parsed transfers."""

import hashlib
import hmac
import json

import pytest

from payments.bank.feeds.base import Message, Unreadable
from payments.bank.feeds.payos.feed import PayOS
from payments.providers.vietqr.payos_signing import sign
from tests.payments.bank.helpers import call, make_account, make_feed, shown

# The example of payos.vn/docs/tich-hop-webhook/kiem-tra-du-lieu-voi-signature.
EXAMPLE_KEY = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
EXAMPLE = {
    "orderCode": 123,
    "amount": 3000,
    "description": "VQRIO123",
    "accountNumber": "12345678",
    "reference": "TF230204212323",
    "transactionDateTime": "2023-02-04 18:25:00",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "Thành công",
    "counterAccountBankId": "",
    "counterAccountBankName": "",
    "counterAccountName": "",
    "counterAccountNumber": "",
    "virtualAccountName": "",
    "virtualAccountNumber": "",
}
EXAMPLE_SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"


def example(signature: object = EXAMPLE_SIGNATURE, **changes: object) -> Message:
    whole = {"code": "00", "desc": "success", "success": True, "data": EXAMPLE | changes, "signature": signature}
    return Message(json.dumps(whole).encode(), {})


def test_the_published_example_is_right() -> None:
    assert sign(EXAMPLE, EXAMPLE_KEY) == EXAMPLE_SIGNATURE
    assert PayOS().verify(example(), EXAMPLE_KEY, {})


@pytest.mark.parametrize(
    "forged",
    [
        example(amount=3001),
        example(more="x"),
        example(EXAMPLE_SIGNATURE.upper()),
        example(""),
        example(None),
        example(5),
        example("ữ"),
        Message(b"", {}),
        Message(b"null", {}),
        Message(b'{"data": [], "signature": ""}', {}),
    ],
)
def test_anything_else_is_not(forged: Message) -> None:
    assert not PayOS().verify(forged, EXAMPLE_KEY, {})


def test_empty_secret_verifies_nothing() -> None:
    forged = hmac.new(b"", b"a=1", hashlib.sha256).hexdigest()
    assert not PayOS().verify(Message(json.dumps({"data": {"a": 1}, "signature": forged}).encode(), {}), "", {})


def test_joined_as_its_library_does() -> None:
    data = {"b": None, "a": "null", "d": [{"y": 1, "x": "ộ"}], "c": True, "e": 3000.0, "f": {"g": 1}}
    line = 'a=&b=&c=true&d=[{"x":"ộ","y":1}]&e=3000&f=[object Object]'
    assert sign(data, "key") == hmac.new(b"key", line.encode(), hashlib.sha256).hexdigest()


def test_fields_are_read() -> None:
    (notification,) = PayOS().read(example(virtualAccountNumber="V3CAS123"))
    assert notification.external_id == "124c33293c43417ab7879e14c8d9eb18:TF230204212323"
    assert (notification.account_numbers, notification.amount, notification.order_code) == (
        ("12345678", "V3CAS123"),
        3_000,
        123,
    )
    assert PayOS().read(example(code="01")) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"paymentLinkId": ""}, "paymentLinkId"), ({"orderCode": "x"}, "orderCode"), ({"amount": None}, "amount")],
)
def test_unreadable_message_is_refused(change: dict, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        PayOS().read(example(**change))
    assert str(caught.value) == field


@pytest.mark.django_db
def test_a_whole_call() -> None:
    feed = make_feed(make_account(), "payos")
    attempt = shown(feed.account)
    assert call(feed, attempt.reference, bad_signature=True)[0] == 401
    assert call(feed, attempt.reference)[:2] == (200, {"success": True})
    attempt.refresh_from_db()
    assert (attempt.status, attempt.confirmed_by) == ("succeeded", "payos")
