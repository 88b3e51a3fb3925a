"""VNPay's IPN: exact answers in the documented order; a refused call changes nothing."""

from datetime import date, timedelta

import pytest
import time_machine

from payments.base import provider_messages
from payments.callbacks import ipn as ipn_module
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.extend_intent import extend_intent
from payments.models import AttemptStatus, IntentStatus, ProviderMessage
from payments.providers.vnpay.messages import VNPayData
from payments.reconciliation import days as reconciliation_days
from tests.payments.helpers import answers, events, expire, ledger, make_attempt, make_intent, message, state

pytestmark = pytest.mark.django_db
URL = "/payments/vnpay/ipn"


def call(client, params) -> dict:
    response = client.get(URL, params)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_success_is_confirmed_once(client):
    attempt = make_attempt()
    assert call(client, message(attempt)) == {"RspCode": "00", "Message": "Confirm Success"}
    attempt.refresh_from_db()
    intent = attempt.intent
    assert (attempt.status, attempt.provider_ref, VNPayData.of(attempt).bank_code) == (
        AttemptStatus.SUCCEEDED,
        "14422574",
        "NCB",
    )
    assert intent.status == IntentStatus.SUCCEEDED
    assert intent.succeeded_at is not None
    assert ledger(intent) == {("capture", "provider:vnpay"): 300_000, ("capture", "customer_funds"): -300_000}
    assert events() == ["payment_intent.succeeded"]

    before = state()
    for _ in range(3):
        assert call(client, message(attempt)) == {"RspCode": "02", "Message": "Order already confirmed"}
    assert state() == before
    assert answers() == ["00", "02", "02", "02"]


def _bad_signature(attempt):
    return message(attempt) | {"vnp_SecureHash": "0" * 128}


def _no_signature(attempt):
    return {k: v for k, v in message(attempt).items() if k != "vnp_SecureHash"}


def _changed_after_signing(attempt):
    return message(attempt, "24") | {"vnp_ResponseCode": "00", "vnp_TransactionStatus": "00"}


def _sent_twice(attempt):
    return message(attempt) | {"vnp_Amount": ["1", str(attempt.amount * 100)]}


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (_bad_signature, "97", "Invalid signature"),
        (_no_signature, "97", "Invalid signature"),
        (_changed_after_signing, "97", "Invalid signature"),
        (_sent_twice, "97", "Invalid signature"),
        (lambda attempt: {}, "97", "Invalid signature"),
        (lambda attempt: message(attempt, vnp_TxnRef="2611220000000000000000"), "01", "Order not found"),
        (lambda attempt: message(attempt, vnp_TxnRef=""), "01", "Order not found"),
        (lambda attempt: message(attempt, vnp_TxnRef="a\x00b"), "01", "Order not found"),
        (lambda attempt: message(attempt, vnp_TmnCode="OTHER001"), "01", "Order not found"),
        (lambda attempt: message(attempt, vnp_Amount="29999900"), "04", "Invalid amount"),
        (lambda attempt: message(attempt, vnp_Amount="300000"), "04", "Invalid amount"),
        (lambda attempt: message(attempt, vnp_Amount="30000000.0"), "04", "Invalid amount"),
        (lambda attempt: message(attempt, vnp_Amount="030000000"), "04", "Invalid amount"),
        (lambda attempt: message(attempt, vnp_Amount=""), "04", "Invalid amount"),
        (lambda attempt: message(attempt, vnp_CurrCode="USD"), "04", "Invalid amount"),
    ],
)
def test_a_refused_call_changes_nothing(client, make, code, words):
    attempt = make_attempt()
    before = state()
    assert call(client, make(attempt)) == {"RspCode": code, "Message": words}
    assert state() == before
    stored = ProviderMessage.objects.get()
    assert (stored.kind, stored.answer, stored.signature_ok) == ("ipn", code, code != "97")
    assert bool(stored.review_reason) == (code in ("01", "04"))
    assert call(client, message(attempt))["RspCode"] == "00"  # and the true call still completes it


@pytest.mark.parametrize(
    "day", ["20260230000000", "20261199000000", "19991231235959", "2026112219000", "٢٠٢٦١١٢٢١٩٠٠٠٠"]
)
def test_a_day_that_never_was_is_not_counted_by(client, day):
    """Reconciliation compares by VNPay's date: one invalid date would break all its pages."""
    attempt = make_attempt()
    assert call(client, message(attempt, vnp_PayDate=day))["RspCode"] == "00"
    attempt.refresh_from_db()
    assert (attempt.status, attempt.paid_at) == ("succeeded", None)
    with time_machine.travel("2026-03-31T12:00:00+07:00"):
        assert len(reconciliation_days.days(date(2026, 2, 1), date(2026, 3, 31))) == 59


def test_open_review_reason_is_stored_once(client):
    attempt = make_attempt()
    for _ in range(3):
        call(client, message(attempt, vnp_Amount="1"))
    assert ProviderMessage.objects.count() == 3
    assert ProviderMessage.objects.exclude(review_reason="").count() == 1


@pytest.mark.parametrize("response", ["09", "10", "11", "12", "13", "24", "51", "65", "75", "79", "99", "42"])
def test_a_failed_payment_is_confirmed_too(client, response):
    attempt = make_attempt()
    assert call(client, message(attempt, response)) == {"RspCode": "00", "Message": "Confirm Success"}
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.FAILED
    assert attempt.intent.status == IntentStatus.REQUIRES_PAYMENT_METHOD
    assert ledger(attempt.intent) == {}
    assert events() == ["payment_intent.payment_failed"]
    assert call(client, message(attempt, response))["RspCode"] == "02"


@pytest.mark.parametrize(
    ("response", "status"),
    [("07", "07"), ("00", "07"), ("07", "00"), ("00", "04"), ("24", "04"), ("00", "02"), ("00", "01"), ("00", ""),
     ("24", "00"), ("00", "05"), ("", "00"), ("", "")],
)  # fmt: skip
def test_suspicion_and_contradiction_wait_for_a_person(client, response, status):
    attempt = make_attempt()
    assert call(client, message(attempt, response, status))["RspCode"] == "00"
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.REVIEW
    assert attempt.intent.review
    assert attempt.intent.status == IntentStatus.REQUIRES_ACTION
    assert ledger(attempt.intent) == {}
    assert events() == ["payment_intent.review_opened"]
    before = state()
    assert call(client, message(attempt))["RspCode"] == "02"
    assert state() == before  # even a success now waits for the person


def test_success_after_failure_waits_for_a_person(client):
    attempt = make_attempt()
    call(client, message(attempt, "24"))
    assert call(client, message(attempt))["RspCode"] == "02"
    attempt.refresh_from_db()
    assert attempt.status == AttemptStatus.REVIEW
    assert attempt.intent.review
    assert ledger(attempt.intent) == {}


def test_failure_after_success_is_asked_about_and_changes_nothing(client):
    attempt = make_attempt()
    call(client, message(attempt))
    before = state()
    assert call(client, message(attempt, "24"))["RspCode"] == "02"
    assert state() == before
    assert ProviderMessage.objects.exclude(review_reason="").count() == 1


def test_second_success_is_a_duplicate_and_refunded(client):
    intent = make_intent()
    first = make_attempt(intent)
    call(client, message(first, "24"))
    second = make_attempt(intent)
    # A new deadline makes a new attempt, while the old one is still open at the bank.
    extend_intent(intent_id=intent.pk, expires_at=intent.expires_at + timedelta(minutes=5))
    third = make_attempt(intent)
    assert len({first.reference, second.reference, third.reference}) == 3
    assert call(client, message(second))["RspCode"] == "00"
    assert call(client, message(third))["RspCode"] == "00"
    third.refresh_from_db()
    assert third.status == AttemptStatus.DUPLICATE
    intent.refresh_from_db()
    assert intent.status == IntentStatus.SUCCEEDED
    assert ledger(intent) == {
        ("capture", "provider:vnpay"): 300_000,
        ("capture", "customer_funds"): -300_000,
        ("duplicate_payment", "provider:vnpay"): 300_000,
        ("duplicate_payment", "suspense"): -300_000,
        ("refund", "suspense"): 300_000,
        ("refund", "refunds_transit"): -300_000,
    }
    refund = intent.refunds.get()
    assert (refund.reason, refund.amount, refund.attempt_id) == ("paid_twice", 300_000, third.pk)
    assert events("payment_intent.succeeded") == [intent.pk]


def test_a_cancelled_intent_that_is_paid_is_refunded_whole(client):
    attempt = make_attempt()
    cancel_intent(intent_id=attempt.intent_id, reason="expired")
    assert call(client, message(attempt))["RspCode"] == "00"
    attempt.refresh_from_db()
    intent = attempt.intent
    assert (attempt.status, intent.status) == (AttemptStatus.SUCCEEDED, IntentStatus.CANCELED)
    assert ledger(intent) == {
        ("capture", "provider:vnpay"): 300_000,
        ("capture", "customer_funds"): -300_000,
        ("refund", "customer_funds"): 300_000,
        ("refund", "refunds_transit"): -300_000,
    }
    assert events() == ["payment_intent.canceled", "payment_intent.paid_after_cancel"]
    assert intent.refunds.get().reason == "paid_after_cancel"
    assert call(client, message(attempt))["RspCode"] == "02"


def test_late_money_before_the_cancellation_succeeds(client):
    attempt = make_attempt()
    expire(attempt)
    assert call(client, message(attempt))["RspCode"] == "00"
    attempt.refresh_from_db()
    assert attempt.intent.status == IntentStatus.SUCCEEDED


def test_our_error_rolls_back_and_requests_another_call(client, monkeypatch):
    attempt = make_attempt()
    before = state()
    with monkeypatch.context() as broken:
        broken.setattr(ipn_module, "log_provider_message", lambda *a, **k: 1 / 0)
        assert call(client, message(attempt)) == {"RspCode": "99", "Message": "Unknown error"}
    assert state() == before
    assert call(client, message(attempt))["RspCode"] == "00"


def test_stored_bad_signatures_are_limited(client, monkeypatch):
    monkeypatch.setattr(provider_messages, "BAD_AN_HOUR", 3)
    monkeypatch.setattr(provider_messages, "SIGNED_A_DAY", 4)
    attempt = make_attempt()
    for _ in range(6):
        assert call(client, _bad_signature(attempt) | {"vnp_OrderInfo": "x" * 5000})["RspCode"] == "97"
    assert ProviderMessage.objects.count() == 3
    assert len(ProviderMessage.objects.first().payload["vnp_OrderInfo"]) == 300
    assert [call(client, message(attempt))["RspCode"] for _ in range(6)] == ["00", *["02"] * 5]
    assert ProviderMessage.objects.count() == 7


def test_only_get(client):
    assert client.post(URL, {}).status_code == 405


def test_unicode_and_spaces_survive_the_journey(client):
    attempt = make_attempt()
    assert call(client, message(attempt, vnp_OrderInfo="Trả tiền đơn hàng: xoài & nhãn 100%"))["RspCode"] == "00"


def test_statement_budget(client, django_assert_max_num_queries):
    attempt = make_attempt()
    with django_assert_max_num_queries(25):
        call(client, message(attempt))
    with django_assert_max_num_queries(9):
        call(client, message(attempt))
    with django_assert_max_num_queries(5):
        call(client, _bad_signature(attempt))
