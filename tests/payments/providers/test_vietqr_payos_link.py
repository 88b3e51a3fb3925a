"""payOS's payment link: its QR in place of ours, exact signatures, and our own QR whenever payOS fails."""

import hashlib
import hmac
from dataclasses import replace
from typing import Any
from unittest import mock

import httpx
import orjson
import pytest
import time_machine

from core import clock
from payments.models import Attempt, PaymentLink
from payments.providers.vietqr import napas
from payments.providers.vietqr import payos_link as linking
from payments.providers.vietqr.data import VietQRData
from payments.providers.vietqr.payos_signing import sign
from tests.outside import outside
from tests.payments.bank.helpers import KEY, call, make_account, make_feed, reported, seen, shown, status_of

pytestmark = pytest.mark.django_db
VIRTUAL = {"bin": "970418", "accountNumber": "V3CAS6504398884", "accountName": "PAYOS HO MAU"}


@pytest.fixture
def feed(settings):
    settings.PAYOS_API_URL = "https://payos.example"
    settings.PAYOS_TRANSPORT = "payments.providers.vietqr.payos_link.post_https"
    return make_feed(make_account(number="0123456789"), "payos")


def answered(requested: dict[str, Any], key: str = KEY, **changes: Any) -> dict[str, Any]:
    data = VIRTUAL | {
        "amount": requested["amount"],
        "description": requested["description"],
        "orderCode": requested["orderCode"],
        "currency": "VND",
        "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
        "status": "PENDING",
        "checkoutUrl": "https://pay.payos.vn/web/1",
        "qrCode": napas.qr_text(
            bin=VIRTUAL["bin"],
            number=VIRTUAL["accountNumber"],
            amount=requested["amount"],
            words={napas.PURPOSE: f"CSABC {requested['description']}"},
        ),
    }
    data |= changes
    return {"code": "00", "desc": "success", "data": data, "signature": sign(data, key)}


def ask(attempt: Attempt, reply) -> list[httpx.Request]:
    """Let payOS answer with what `reply` makes of the request; the requests."""
    with outside(lambda request: reply(orjson.loads(request.content))) as calls:
        linking.link(attempt.reference)
    return calls


def test_the_request(feed) -> None:
    attempt = shown(feed.account)
    (posted,) = ask(attempt, answered)
    assert (posted.method, str(posted.url)) == ("POST", "https://payos.example/v2/payment-requests")
    assert (posted.headers["x-client-id"], posted.headers["x-api-key"]) == ("ma-khach-hang", "khoa-goi-api")
    sent = orjson.loads(posted.content)
    assert sent["description"] == attempt.reference[:9]
    assert sent["amount"] == 150_000
    assert sent["expiredAt"] == int(attempt.expires_at.timestamp())
    assert 10**14 <= sent["orderCode"] <= 2**53 - 1
    line = (
        f"amount=150000&cancelUrl={sent['cancelUrl']}&description={sent['description']}"
        f"&orderCode={sent['orderCode']}&returnUrl={sent['returnUrl']}"
    )
    assert sent["signature"] == hmac.new(KEY.encode(), line.encode(), hashlib.sha256).hexdigest()


def test_its_qr_is_shown_and_its_call_pays(feed) -> None:
    attempt = shown(feed.account)
    own = VietQRData.of(attempt).qr_text
    ask(attempt, answered)
    intent = seen(attempt)
    assert (intent.bank_bin, intent.bank_account_no, intent.bank_account_name) == tuple(VIRTUAL.values())
    assert intent.transfer_code == f"CSABC {attempt.reference[:9]}"  # what must be typed by hand
    assert intent.qr_text != own
    created = PaymentLink.objects.get()
    assert (created.attempt, created.external_id) == (attempt, "124c33293c43417ab7879e14c8d9eb18")
    status, _answer, (received,) = call(feed, "CSABC", order_code=created.order_code)
    assert status == 200
    assert received.transfer is not None
    assert (received.transfer.state, received.transfer.account) == ("matched", feed.account)
    assert status_of(attempt) == ("succeeded", "succeeded")


def test_second_feed_of_the_account_reports_the_same_transfer(feed) -> None:
    attempt = shown(feed.account)
    ask(attempt, answered)
    sepay = make_feed(feed.account, "sepay")
    first = reported(sepay, f"CSABC {attempt.reference[:9]}", bank_reference="FT26331000000001")
    assert first.state == "ignored"  # only a part of the code is in the words
    order_code = PaymentLink.objects.get().order_code
    call(feed, "CSABC", order_code=order_code, reference="FT26331000000001")
    first.refresh_from_db()
    assert (first.state, first.attempt) == ("matched", attempt)


def test_the_link_of_another_feed_pays_nothing(feed) -> None:
    attempt = shown(feed.account)
    ask(attempt, answered)
    stranger = make_feed(make_account(), "payos")
    call(stranger, "x", order_code=PaymentLink.objects.get().order_code)
    assert status_of(attempt) == ("open", "requires_action")


def _qr(**changes: Any):
    supplied = {"bin": VIRTUAL["bin"], "number": VIRTUAL["accountNumber"], "amount": 150_000} | changes
    return lambda requested: answered(requested, qrCode=napas.qr_text(**supplied, words={napas.PURPOSE: "x"}))


FAILURES = {
    "silence": lambda requested: httpx.ReadTimeout("slow"),
    "no connection": lambda requested: httpx.ConnectError("down"),
    "503": lambda requested: httpx.Response(503),
    "redirected": lambda requested: httpx.Response(302, headers={"Location": "http://127.0.0.1/"}),
    "not JSON": lambda requested: httpx.Response(200, content=b"<html>"),
    "a list": lambda requested: httpx.Response(200, content=b"[]"),
    "too long": lambda requested: httpx.Response(200, content=b" " * 70_000 + b"{}"),
    "refused": lambda requested: {"code": "231", "desc": "Đơn thanh toán đã tồn tại", "data": None},
    "wrong key": lambda requested: answered(requested, key="another"),
    "no signature": lambda requested: answered(requested) | {"signature": None},
    "another amount": lambda requested: answered(requested, amount=1),
    "another order": lambda requested: answered(requested, orderCode=1),
    "a field missing": lambda requested: answered(requested, accountNumber=None),
    "a number too long": lambda requested: answered(requested, accountNumber="1" * 20),
    "no QR": lambda requested: answered(requested, qrCode="https://payos.vn"),
    "a QR of another amount": _qr(amount=1),
    "a QR to another account": _qr(number="666"),
    "a QR to another bank": _qr(bin="970436"),
}


@pytest.mark.parametrize("how", FAILURES)
def test_our_own_qr_stays(feed, how: str) -> None:
    attempt = shown(feed.account)
    before = seen(attempt)
    assert (before.qr_pending, before.qr_failed) == (True, False)
    ask(attempt, FAILURES[how])
    assert seen(attempt) == replace(before, qr_pending=False, qr_failed=True)
    assert (before.bank_account_no, before.transfer_code) == ("0123456789", attempt.reference)
    assert PaymentLink.objects.get().external_id == ""


def test_link_is_requested_once_for_an_account_with_payos(feed) -> None:
    attempt = shown(feed.account)
    ask(attempt, answered)
    assert ask(attempt, answered) == []
    assert ask(shown(make_account()), answered) == []
    assert PaymentLink.objects.count() == 1


def test_a_job_asks_and_the_buyer_waits_for_it(waiting_jobs, client) -> None:
    """Nothing is asked in the buyer's own request, however long payOS would take."""
    feed = make_feed(make_account(), "payos", words="25")
    with outside(AssertionError("no call in a request")):
        attempt = shown(feed.account)
    assert waiting_jobs("payments.make_payos_link") == [{"reference": attempt.reference}]
    assert not PaymentLink.objects.exists()
    assert seen(attempt).qr_pending
    linking.make_link(attempt.reference)
    intent = seen(attempt)
    assert (intent.qr_pending, intent.qr_failed) == (False, False)
    assert PaymentLink.objects.get().external_id != ""
    assert intent.transfer_code == attempt.reference
    command = {"account": intent.bank_account_no, "amount": 150_000, "content": intent.transfer_code, "feed": "payos"}
    paid = client.post("/bank-sandbox/control", command, content_type="application/json").json()
    assert paid["transfer"]["state"] == "matched"


def test_an_account_without_payos_waits_for_nothing(waiting_jobs) -> None:
    attempt = shown(make_feed(make_account(), "sepay").account)
    assert (VietQRData.of(attempt).qr_due_at, seen(attempt).qr_pending, seen(attempt).qr_failed) == (None, False, False)
    assert waiting_jobs("payments.make_payos_link") == []


def test_a_job_that_comes_too_late_changes_nothing(feed) -> None:
    """The page has shown our own QR by then, and somebody may be paying by it."""
    attempt = shown(feed.account)
    own = seen(attempt).qr_text
    with time_machine.travel(clock.now() + linking.PATIENCE, tick=False):
        assert (seen(attempt).qr_pending, seen(attempt).qr_failed) == (False, True)
        assert ask(attempt, answered) == []
    assert seen(attempt).qr_text == own


def test_late_payos_answer_is_stored_but_not_shown(feed) -> None:
    attempt = shown(feed.account)
    own = seen(attempt).qr_text

    def slowly(requested: dict[str, Any]) -> dict[str, Any]:
        traveller.move_to(clock.now() + linking.PATIENCE)
        return answered(requested)

    with time_machine.travel(clock.now(), tick=False) as traveller:
        ask(attempt, slowly)
        assert (seen(attempt).qr_text, seen(attempt).qr_failed) == (own, True)
    call(feed, "CSABC", order_code=PaymentLink.objects.get().order_code)
    assert status_of(attempt) == ("succeeded", "succeeded")


def test_a_wrong_key_at_the_stand_in_changes_nothing() -> None:
    feed = make_feed(make_account(), "payos")
    known = {"key": "x", "client_id": "y"}
    attempt = shown(feed.account)
    with mock.patch("payments.providers.vietqr.payos_link.secrets_of", return_value=known):
        linking.make_link(attempt.reference)
    assert seen(attempt).transfer_code == attempt.reference
    assert PaymentLink.objects.get().external_id == ""


@pytest.mark.parametrize(
    "text",
    ["", "0002", "x" * 60, "000201010212", napas.qr_text(bin="970436", number="1", amount=5, words={"08": "a"})[:-1]],
)
def test_texts_that_are_no_qr(text: str) -> None:
    with pytest.raises(ValueError):
        napas.read(text)


def test_a_qr_is_read_as_it_was_written() -> None:
    text = napas.qr_text(bin="970436", number="0123456789", amount=150_000, words={"08": "CX1"})
    assert napas.read(text) == napas.Read("970436", "0123456789", 150_000, "CX1")
    broken = text[:40] + text[41:-4]
    with pytest.raises(ValueError):
        napas.read(broken + napas.crc16(broken))
