"""Shared by the tests of what every provider must do."""

from datetime import timedelta

from django.test import Client

from core import clock
from payments.intents.services.confirm_intent import confirm_intent
from payments.intents.services.create_intent import create_intent
from payments.models import (
    Attempt,
    PaymentIntent,
)
from tests.payments.providers.gateways import (
    PAID,
    Gateway,
)

AMOUNT = 300_000


IP = "113.160.92.202"


def make_intent(code: str, amount: int = AMOUNT) -> PaymentIntent:
    return create_intent(amount=amount, payment_method_type=code, expires_at=clock.now() + timedelta(minutes=15))


def start_attempt(gateway: Gateway, intent: PaymentIntent | None = None) -> Attempt:
    return confirm_intent(intent_id=(intent or make_intent(gateway.code)).pk, ip=IP, order_info="Don hang")


def call(gateway: Gateway, params: dict[str, str]) -> dict:
    """The gateway calls us; our answer."""
    send = Client().get if gateway.method == "GET" else Client().post
    response = send(f"/payments/{gateway.code}/ipn", params)
    assert response.status_code == 200
    return response.json()


def paid(gateway: Gateway) -> Attempt:
    attempt = start_attempt(gateway)
    assert gateway.received(call(gateway, gateway.signed_message(attempt, PAID)))
    attempt.refresh_from_db()
    return attempt


def status_of(attempt: Attempt) -> tuple[str, str]:
    attempt.refresh_from_db()
    return attempt.status, PaymentIntent.objects.get(pk=attempt.intent_id).status
