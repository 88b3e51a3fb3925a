"""Casso v2: its published example, tampering, age, and the parsed transfers."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
import time_machine

from payments.bank.feeds.base import Message, Unreadable
from payments.bank.feeds.casso.feed import Casso, sign
from payments.models import BankTransfer
from tests.payments.bank.helpers import KEY, call, make_account, make_feed, shown

# The example in Casso's guide for developers.
EXAMPLE_KEY = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs"
EXAMPLE = {
    "error": 0,
    "data": {
        "id": 0,
        "reference": "MA_GIAO_DICH_THU_NGHIEM",
        "description": "giao dich thu nghiem",
        "amount": 599000,
        "runningBalance": 25000000,
        "transactionDateTime": "2024-10-03 15:06:37",
        "accountNumber": "88888888",
        "bankName": "VPBank",
        "bankAbbreviation": "VPB",
        "virtualAccountNumber": "",
        "virtualAccountName": "",
        "counterAccountName": "NGUYEN VAN A",
        "counterAccountNumber": "8888888888",
        "counterAccountBankId": "970415",
        "counterAccountBankName": "VietinBank",
    },
}
EXAMPLE_SIGNATURE = (
    "t=1727948258788,v1=ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7"
    "dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3"
)
SENT = datetime.fromtimestamp(1727948258.788, UTC)


def example(signature: str = EXAMPLE_SIGNATURE, **changes: object) -> Message:
    body = EXAMPLE | {"data": EXAMPLE["data"] | changes}  # type: ignore[operator]
    return Message(json.dumps(body, indent=2).encode(), {"x-casso-signature": signature})


@time_machine.travel(SENT)
def test_the_published_example_is_right() -> None:
    assert Casso().verify(example(), EXAMPLE_KEY, {})


@time_machine.travel(SENT)
@pytest.mark.parametrize(
    "message",
    [
        example(amount=599001),
        example(more="x"),
        example(EXAMPLE_SIGNATURE[:-1] + "0"),
        example(EXAMPLE_SIGNATURE.replace("t=1727948258788", "t=1727948258789")),
        example(EXAMPLE_SIGNATURE.upper()),
        example(""),
        example("t=,v1="),
        Message(b"{", {"x-casso-signature": EXAMPLE_SIGNATURE}),
        Message(b"[]", {"x-casso-signature": EXAMPLE_SIGNATURE}),
        Message(b"[" * 5000, {"x-casso-signature": EXAMPLE_SIGNATURE}),
    ],
)
def test_anything_else_is_not(message: Message) -> None:
    assert not Casso().verify(message, EXAMPLE_KEY, {})


@pytest.mark.parametrize(("moment", "taken"), [(59, True), (61, False), (-59, True), (-61, False)])
def test_old_calls_are_refused(moment: int, taken: bool) -> None:
    with time_machine.travel(SENT.timestamp() + moment * 60):
        assert Casso().verify(example(), EXAMPLE_KEY, {}) is taken


def test_empty_secret_verifies_nothing() -> None:
    data = {"error": 0}
    forged = hmac.new(b"", b"1." + json.dumps(data).encode(), hashlib.sha512).hexdigest()
    assert sign(data, "1", "") == ""
    with time_machine.travel(0.001):
        assert not Casso().verify(Message(json.dumps(data).encode(), {"x-casso-signature": f"t=1,v1={forged}"}), "", {})


def test_written_as_javascript_writes_it() -> None:
    signed = '7.{"a":"Xoài cát","b":{"c":null,"d":5},"e":[2,1]}'
    expected = hmac.new(b"key", signed.encode(), hashlib.sha512).hexdigest()
    assert sign({"e": [2, 1], "b": {"d": 5.0, "c": None}, "a": "Xoài cát"}, "7", "key") == expected


def test_trial_call_records_nothing() -> None:
    assert Casso().read(example()) == []


def test_fields_are_read() -> None:
    (notification,) = Casso().read(example(id=77, amount=-5, virtualAccountNumber="VA1"))
    assert (notification.external_id, notification.account_numbers, notification.amount) == (
        "77",
        ("88888888", "VA1"),
        -5,
    )
    assert (notification.content, notification.bank_reference) == ("giao dich thu nghiem", "MA_GIAO_DICH_THU_NGHIEM")
    assert notification.booked_at == datetime(2024, 10, 3, 8, 6, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "id"),
        ({"id": 7, "amount": "5"}, "amount"),
        ({"id": 7, "amount": 0.5}, "amount"),
        ({"id": 7, "amount": 10**18}, "amount"),
        ({"id": 7, "amount": True}, "amount"),
        ({"id": 7, "accountNumber": ""}, "accountNumber"),
        ({"id": 7, "transactionDateTime": "hôm qua"}, "transactionDateTime"),
        ({"id": 7, "description": {}}, "description"),
    ],
)
def test_unreadable_message_is_refused(changes: dict, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Casso().read(example(**changes))
    assert str(caught.value) == field


@pytest.mark.django_db
def test_a_whole_call() -> None:
    feed = make_feed(make_account(), "casso")
    attempt = shown(feed.account)
    status, answer, received = call(feed, attempt.reference)
    assert (status, answer) == (200, {"success": True})
    assert received[0].transfer is not None
    assert received[0].transfer.state == "matched"
    assert call(feed, "x", bad_signature=True)[:2] == (401, {"success": False, "message": "bad signature"})
    assert BankTransfer.objects.count() == 1
    assert KEY not in feed.encrypted_secret
