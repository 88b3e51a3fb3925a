"""The buyer's return from VNPay to the merchant's page: its parameters are our data, not the browser's."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import Attempt, PaymentIntent
from tests.payments.helpers import message, state

pytestmark = pytest.mark.django_db
BACK = "/thanh-toan/vnpay/tro-ve"


def start_attempt(return_url: str = "https://shop.example/done?a=1#top") -> Attempt:
    intent = create_api_intent(amount=300_000, payment_method_types=["vnpay"], payment_method_type="vnpay")
    confirm_api_intent(intent_id=intent.pk, ip="113.160.92.202", return_url=return_url)
    return Attempt.objects.get(intent=intent)


def status_of(location: str, intent: PaymentIntent) -> str:
    parts = urlsplit(location)
    reported = parse_qs(parts.query)
    assert (parts.netloc, parts.path, parts.fragment, reported["a"]) == ("shop.example", "/done", "top", ["1"])
    assert reported["payment_intent"] == [intent.pk]
    assert reported["payment_intent_client_secret"] == [intent.client_secret]
    return reported["redirect_status"][0]


def test_vnpay_returns_to_our_own_page(settings) -> None:
    query = parse_qs(urlsplit(start_attempt().redirect_url).query)
    assert query["vnp_ReturnUrl"] == [settings.VNPAY["return_url"]]


def test_return_before_the_ipn_shows_pending_and_completes_nothing(client: Client) -> None:
    attempt = start_attempt()
    response = client.get(BACK, message(attempt))
    assert response.status_code == 302
    assert status_of(response["Location"], attempt.intent) == "pending"
    attempt.refresh_from_db()
    assert attempt.status == "open"


@pytest.mark.parametrize(("code", "status"), [("00", "succeeded"), ("24", "failed"), ("07", "pending")])
def test_return_after_the_ipn_shows_the_result(client: Client, code: str, status: str) -> None:
    attempt = start_attempt()
    reported = message(attempt, code)
    assert client.get("/payments/vnpay/ipn", reported).json()["RspCode"] == "00"
    # The parameters have the intent's own status, not the browser's.
    response = client.get(BACK, message(attempt, "00"))
    assert status_of(response["Location"], attempt.intent) == status


def test_forged_return_does_not_redirect(client: Client) -> None:
    attempt = start_attempt()
    before = state()
    response = client.get(BACK, message(attempt) | {"vnp_SecureHash": "0" * 128})
    assert response.status_code == 400
    assert "shop.example" not in response.content.decode()
    assert state() == before


@pytest.mark.parametrize(("code", "words"), [("00", "Đang chờ ngân hàng xác nhận"), ("24", "Khoản này chưa được trả")])
def test_return_without_a_callers_page_shows_our_own(client: Client, code: str, words: str) -> None:
    attempt = start_attempt(return_url="")
    response = client.get(BACK, message(attempt, code))
    assert response.status_code == 200
    assert words in response.content.decode()
