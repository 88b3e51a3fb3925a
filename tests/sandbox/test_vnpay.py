"""The gateway sandbox: its pages without JavaScript, its control panel, and its answers to querydr."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings

from payments.callbacks.payment_return import read_return
from payments.intents.services.poll_attempt import poll_attempt
from payments.models import Attempt, AttemptStatus, IntentStatus, PaymentIntent, ProviderMessage
from payments.providers.results import Outcome
from payments.providers.vnpay import messages, protocol
from payments.providers.vnpay.api import QUERYDR_REQUEST, checksum_values
from payments.providers.vnpay.messages import VNPayData
from payments.providers.vnpay.provider import VNPay
from sandbox.models import SandboxPayment
from sandbox.vnpay import api, jobs, notify
from tests.payments.helpers import events, expire, ledger, make_attempt, path_of, state

pytestmark = pytest.mark.django_db


def play(client, attempt: Attempt, **command) -> dict:
    body = {"txn_ref": attempt.reference, "outcome": "success"} | command
    response = client.post("/vnpay-sandbox/control", body, content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def shop_receives(response) -> "dict[str, str]":
    """The query parameters of the buyer's return to the shop."""
    assert response.status_code == 302
    address = response["Location"]
    assert address.startswith(settings.VNPAY["return_url"] + "?")
    return dict(parse_qsl(urlsplit(address).query))


class TestPages:
    def test_card_with_otp_pays(self, client):
        attempt = make_attempt()
        page = client.get(path_of(attempt.redirect_url))
        assert page.status_code == 200
        text = page.content.decode()
        assert "MÔI TRƯỜNG THỬ – không phải VNPay" in text
        assert "300.000\u00a0đ" in text
        assert not re.search(r"<script|style=", text)
        payment = SandboxPayment.objects.get()
        base = f"/vnpay-sandbox/paymentv2/{payment.pk}/"
        assert client.post(base, {"method": "NCB", "play": "ipn_first"})["Location"] == base + "the/"
        page = client.get(base + "the/").content.decode()
        assert 'value="9704198526191432198"' in page
        card = {"number": "9704 1985 2619 1432 198", "holder": "Nguyen Van A", "date": "07/15"}
        assert client.post(base + "the/", card)["Location"] == base + "otp/"
        assert "Bạn còn 2 lần thử" in client.post(base + "otp/", {"otp": "000000"}).content.decode()
        params = shop_receives(client.post(base + "otp/", {"otp": "123456"}))
        assert (params["vnp_ResponseCode"], params["vnp_TransactionStatus"]) == ("00", "00")
        assert protocol.verify(params, settings.VNPAY["hash_secret"])
        attempt.refresh_from_db()
        assert attempt.intent.status == IntentStatus.SUCCEEDED
        payment.refresh_from_db()
        assert (payment.ipn_tries, payment.ipn_answer) == (1, "00")
        # Back again: the page says that the payment has ended.
        assert client.get(path_of(attempt.redirect_url)).status_code == 410

    @pytest.mark.parametrize(
        ("number", "code"),
        [("9704195798459170488", "51"), ("9704193370791314", "12"), ("9704194841945513", "99")],
    )
    def test_failing_cards_have_their_response_codes(self, client, number, code):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        base = f"/vnpay-sandbox/paymentv2/{SandboxPayment.objects.get().pk}/"
        card = {"number": number, "holder": "NGUYEN VAN A", "date": "07/15"}
        assert shop_receives(client.post(base + "the/", card))["vnp_ResponseCode"] == code
        attempt.refresh_from_db()
        assert (attempt.status, attempt.response_code) == (AttemptStatus.FAILED, code)

    @pytest.mark.parametrize(("page", "data", "code"), [("the", {"number": "1"}, "10"), ("otp", {"otp": "1"}, "13")])
    def test_third_wrong_attempt_ends_the_payment(self, client, page, data, code):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        base = f"/vnpay-sandbox/paymentv2/{SandboxPayment.objects.get().pk}/{page}/"
        assert [client.post(base, data).status_code for _ in range(2)] == [200, 200]
        assert shop_receives(client.post(base, data))["vnp_ResponseCode"] == code

    @pytest.mark.parametrize("scene", ["suspicious", "wrong_otp", "insufficient", "expired", "success"])
    def test_chosen_outcome_is_returned(self, client, scene):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        base = f"/vnpay-sandbox/paymentv2/{SandboxPayment.objects.get().pk}/"
        params = shop_receives(client.post(base, {"method": "NCB", "play": "ipn_first", "scene": scene}))
        attempt.refresh_from_db()
        assert attempt.response_code == params["vnp_ResponseCode"]

    def test_qr_pays_cancel_fails_and_silence_stays_pending(self, client):
        first, second = make_attempt(), make_attempt(amount=5_000)
        client.get(path_of(first.redirect_url))
        base = f"/vnpay-sandbox/paymentv2/{SandboxPayment.objects.get().pk}/"
        assert client.post(base, {"method": "VNPAYQR", "play": "never"})["Location"] == base + "qr/"
        assert client.get(base + "qr/").status_code == 200
        params = shop_receives(client.post(base + "ket-thuc/success/"))
        assert params["vnp_CardType"] == "QRCODE"
        first.refresh_from_db()
        assert first.status == AttemptStatus.OPEN  # the gateway sends no IPN …
        assert poll_attempt(reference=first.reference) is Outcome.SUCCEEDED  # … but answers querydr
        client.get(path_of(second.redirect_url))
        other = SandboxPayment.objects.get(txn_ref=second.reference)
        assert (
            shop_receives(client.post(f"/vnpay-sandbox/paymentv2/{other.pk}/ket-thuc/cancel/"))["vnp_ResponseCode"]
            == "24"
        )

    def test_invalid_requests_are_refused(self, client):
        attempt = make_attempt()
        address = path_of(attempt.redirect_url)
        assert client.get(address.replace("vnp_Amount=30000000", "vnp_Amount=100")).status_code == 400
        assert client.get(address.replace(settings.VNPAY["tmn_code"], "OTHER001")).status_code == 400
        assert client.get(urlsplit(address).path).status_code == 400
        assert SandboxPayment.objects.count() == 0

    def test_expired_page_links_back(self, client):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        payment = SandboxPayment.objects.get()
        SandboxPayment.objects.update(expire_date="20200101000000")
        page = client.get(path_of(attempt.redirect_url))
        assert page.status_code == 410
        assert "quá thời gian" in page.content.decode()
        back = client.post(f"/vnpay-sandbox/paymentv2/{payment.pk}/ket-thuc/success/")
        assert shop_receives(back)["vnp_ResponseCode"] == "11"


class TestControl:
    def test_ipn_is_confirmed_once(self, client):
        attempt = make_attempt()
        reported = play(client, attempt)
        assert reported["ipn_answers"] == [{"RspCode": "00", "Message": "Confirm Success"}]
        params = dict(parse_qsl(urlsplit(reported["return_url"]).query))
        assert protocol.verify(params, settings.VNPAY["hash_secret"])
        assert play(client, attempt)["ipn_answers"] == [{"RspCode": "02", "Message": "Order already confirmed"}]
        assert events() == ["payment_intent.succeeded"]

    def test_duplicate_ipn_is_answered_02(self, client):
        assert [a["RspCode"] for a in play(client, make_attempt(), ipn="duplicate")["ipn_answers"]] == ["00", "02"]

    @pytest.mark.parametrize(
        ("outcome", "code", "decline"),
        [
            ("wrong_otp", "13", "incorrect_pin"),
            ("insufficient", "51", "insufficient_funds"),
            ("cancel", "24", "payment_method_customer_decline"),
            ("expired", "11", "payment_intent_payment_attempt_expired"),
        ],
    )
    def test_failed_outcomes_fail_the_attempt(self, client, outcome, code, decline):
        attempt = make_attempt()
        assert play(client, attempt, outcome=outcome)["ipn_answers"] == [
            {"RspCode": "00", "Message": "Confirm Success"}
        ]
        attempt.refresh_from_db()
        assert (attempt.status, attempt.response_code) == (AttemptStatus.FAILED, code)
        assert messages.decline_code(attempt.response_code) == decline

    def test_suspicious_outcome_opens_a_review(self, client):
        attempt = make_attempt()
        assert [a["RspCode"] for a in play(client, attempt, outcome="suspicious")["ipn_answers"]] == ["00"]
        assert PaymentIntent.objects.get().review

    @pytest.mark.parametrize(("ipn", "code"), [("bad_signature", "97"), ("wrong_amount", "04")])
    def test_forged_ipn_is_refused_and_unknown_to_the_gateway(self, client, ipn, code):
        attempt = make_attempt()
        before = state()
        assert [a["RspCode"] for a in play(client, attempt, ipn=ipn)["ipn_answers"]] == [code]
        assert state() == before
        assert poll_attempt(reference=attempt.reference) is Outcome.PENDING
        assert state() == before
        assert play(client, attempt)["ipn_answers"][0]["RspCode"] == "00"

    def test_missing_ipn_is_found_by_the_status_query(self, client):
        attempt = make_attempt()
        reported = play(client, attempt, ipn="never")
        assert reported["ipn_answers"] == []
        assert PaymentIntent.objects.get().status == IntentStatus.REQUIRES_ACTION
        seen = read_return("vnpay", dict(parse_qsl(urlsplit(reported["return_url"]).query)))
        assert (seen.signature_ok, seen.waiting, seen.intent_id) == (True, True, attempt.intent_id)
        assert poll_attempt(reference=attempt.reference) is Outcome.SUCCEEDED
        assert ledger(attempt.intent)["capture", "provider:vnpay"] == 300_000

    def test_late_ipn_is_confirmed(self, client):
        attempt = make_attempt()
        assert [a["RspCode"] for a in play(client, attempt, ipn="late")["ipn_answers"]] == ["00"]
        intent = PaymentIntent.objects.get()
        assert intent.status == IntentStatus.SUCCEEDED
        assert intent.expires_at < intent.succeeded_at

    def test_return_before_the_ipn_completes_nothing(self, client):
        attempt = make_attempt()
        assert [a["RspCode"] for a in play(client, attempt, order="return_first")["ipn_answers"]] == ["00"]
        assert list(ProviderMessage.objects.order_by("pk").values_list("kind", flat=True)) == ["return", "ipn"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ("nonsense", ""),
            ("[]", ""),
            ("{}", "txn_ref"),
            ('{"txn_ref": 5, "outcome": "success"}', "txn_ref"),
            ('{"txn_ref": "unknown", "outcome": "success"}', "txn_ref"),
            ('{"txn_ref": "REF", "outcome": "paid"}', "outcome"),
            ('{"txn_ref": "REF"}', "outcome"),
            ('{"txn_ref": "REF", "outcome": "success", "ipn": "twice"}', "ipn"),
            ('{"txn_ref": "REF", "outcome": "success", "order": ["ipn_first"]}', "order"),
            ('{"txn_ref": "REF", "outcome": "success", "amount": 5}', "amount"),
        ],
    )
    def test_invalid_command_is_400(self, client, body, field):
        attempt = make_attempt()
        before = state()
        body = body.replace("REF", attempt.reference)
        response = client.post("/vnpay-sandbox/control", body, content_type="application/json")
        assert response.status_code == 400
        assert response.json()["error"]["field"] == field
        assert state() == before

    def test_get_on_control_is_405(self, client):
        assert client.get("/vnpay-sandbox/control").status_code == 405


class TestQuery:
    def ask(self, attempt, **changes) -> dict:
        request = {
            "vnp_RequestId": "REQ1",
            "vnp_Version": "2.1.0",
            "vnp_Command": "querydr",
            "vnp_TmnCode": settings.VNPAY["tmn_code"],
            "vnp_TxnRef": attempt.reference,
            "vnp_TransactionDate": VNPayData.of(attempt).create_date,
            "vnp_CreateDate": "20261122190000",
            "vnp_IpAddr": "127.0.0.1",
            "vnp_OrderInfo": "Truy van",
        } | changes
        values = checksum_values(request, QUERYDR_REQUEST)
        signed = {"vnp_SecureHash": protocol.sign_bar(values, settings.VNPAY["hash_secret"])}
        return api.answer(request | signed | ({"vnp_SecureHash": "0"} if changes.get("vnp_OrderInfo") == "!" else {}))

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({}, "91"),
            ({"vnp_TmnCode": "OTHER001"}, "02"),
            ({"vnp_OrderInfo": "!"}, "97"),
            ({"vnp_Command": "refund"}, "03"),
            ({"vnp_TxnRef": ""}, "03"),
        ],
    )
    def test_query_has_its_response_codes(self, changes, code):
        assert self.ask(make_attempt(), **changes)["vnp_ResponseCode"] == code

    def test_query_follows_the_payment_state(self, client):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        assert self.ask(attempt)["vnp_TransactionStatus"] == "01"
        assert self.ask(attempt)["vnp_ResponseCode"] == "94"
        play(client, attempt, ipn="never")
        assert self.ask(attempt, vnp_RequestId="REQ2")["vnp_TransactionStatus"] == "00"
        assert self.ask(attempt, vnp_RequestId="REQ3", vnp_TransactionDate="20200101000000")["vnp_ResponseCode"] == "91"

    def test_query_by_http_is_answered(self, client):
        response = client.post("/vnpay-sandbox/merchant_webapi/api/transaction", "x", content_type="application/json")
        assert response.json()["vnp_ResponseCode"] == "03"


class TestCallingAgain:
    def test_ipn_is_repeated_until_it_is_answered(self, client, monkeypatch):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        payment = SandboxPayment.objects.get()
        SandboxPayment.objects.update(response_code="00", transaction_status="00", transaction_no="1")
        payment.refresh_from_db()
        with monkeypatch.context() as broken:
            broken.setattr(notify, "send", lambda params: {"RspCode": "99", "Message": "Unknown error"})
            for tries in range(1, notify.MOST_CALLS + 1):
                jobs.call_ipn(str(payment.pk))
                payment.refresh_from_db()
                assert payment.ipn_tries == tries
                assert notify.must_call_again(payment) == (tries < notify.MOST_CALLS)
        jobs.call_ipn(str(payment.pk))
        attempt.refresh_from_db()
        assert attempt.status == AttemptStatus.SUCCEEDED
        payment.refresh_from_db()
        assert not notify.must_call_again(payment)
        before = payment.ipn_tries
        jobs.call_ipn(str(payment.pk))
        payment.refresh_from_db()
        assert payment.ipn_tries == before


def test_unopened_expired_payment_is_not_found():
    attempt = make_attempt()
    expire(attempt)
    assert poll_attempt(reference=attempt.reference) is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("amount", "takes"), [(4_999, False), (5_000, True), (999_999_999, True), (1_000_000_000, False)]
)
def test_amount_beyond_the_limits_is_refused(client, monkeypatch, amount, takes):
    monkeypatch.setattr(VNPay, "check_amount", lambda self, amount: None)
    attempt = make_attempt(amount=amount)
    refusal = "Số tiền phải từ 5.000 đ" in client.get(path_of(attempt.redirect_url)).content.decode()
    assert (refusal, SandboxPayment.objects.exists()) == (not takes, takes)
