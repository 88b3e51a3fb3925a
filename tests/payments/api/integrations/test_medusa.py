"""What Medusa's provider for Stripe (2.21) asks for, by Stripe's own client.

`make integrations` runs the provider itself.
"""

from typing import Any

import stripe

from tests.payments.api.helpers import at_vnpay, refusal

SESSION: dict[str, Any] = {
    "amount": 120_000, "currency": "vnd", "metadata": {"session_id": "payses_1"}, "capture_method": "automatic",
    "payment_method_types": ["vnpay"], "setup_future_usage": "off_session", "expand": ["payment_method"],
}  # fmt: skip


def test_a_session_is_changed_and_canceled_twice(platform: stripe.StripeClient) -> None:
    intents = platform.v1.payment_intents
    intent = intents.create(SESSION, {"idempotency_key": "payses_1"})
    assert intents.update(intent.id, {"amount": 130_000, "expand": ["payment_method"]}).amount == 130_000
    assert intents.cancel(intent.id).status == "canceled"
    assert refusal(intents.cancel, intent.id).error.payment_intent.status == "canceled"


def test_a_paid_session_counts_as_captured_and_is_refunded(platform: stripe.StripeClient, live_server) -> None:
    confirmation = {
        "confirm": True,
        "payment_method_data": {"type": "vnpay"},
        "return_url": "https://shop.example/done",
    }
    intent = platform.v1.payment_intents.create(SESSION | confirmation)
    assert intent.payment_method.type == "vnpay"
    at_vnpay(live_server.url, intent.next_action.redirect_to_url.url)
    captured = refusal(platform.v1.payment_intents.capture, intent.id)
    assert (captured.code, captured.error.payment_intent.status) == ("payment_intent_unexpected_state", "succeeded")
    platform.v1.refunds.create({"amount": 120_000, "payment_intent": intent.id})
    again = refusal(platform.v1.refunds.create, {"amount": 120_000, "payment_intent": intent.id})
    assert again.code == "charge_already_refunded"
