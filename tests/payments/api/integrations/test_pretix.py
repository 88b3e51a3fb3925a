"""What pretix's plugin for Stripe (2026.8, Stripe's version 2023-10-16) asks for, by Stripe's own client.

Its methods are Stripe's own, each a class with the name of its type: one for VNPay is such a class with `vnpay` and
`confirmation_method = "automatic"`.
"""

from typing import Any

import stripe

from payments.refunds.services.send_refund import send_refund
from tests.payments.api.helpers import at_vnpay, refusal

VERSION = "2023-10-16"
INTENT: dict[str, Any] = {
    "amount": 250_000, "currency": "vnd", "payment_method_types": ["vnpay"], "payment_method_data": {"type": "vnpay"},
    "confirmation_method": "automatic", "confirm": True, "description": "HOI-CHO-A1B2C",
    "metadata": {"order": "1", "event": "7", "code": "A1B2C"}, "statement_descriptor": "HOI-CHO-A1B2C Hoi cho",
    "return_url": "https://ve.example/sca/return/", "expand": ["latest_charge"],
}  # fmt: skip
OF_A_CHARGE = {"expand": ["dispute", "refunds", "payment_intent", "payment_intent.latest_charge"]}


def pretix(make_client, key: str) -> stripe.StripeClient:
    return make_client(key, stripe_version=VERSION)


def test_an_order_is_paid_and_refunded(make_client, key, live_server, hook, run_webhooks) -> None:
    shop = pretix(make_client, key)
    secret = shop.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]}).secret
    intent = shop.v1.payment_intents.create(INTENT, {"idempotency_key": "7A1B2CP-1"})
    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    at_vnpay(live_server.url, intent.next_action.redirect_to_url.url)
    paid = shop.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.latest_charge.paid) == ("succeeded", True)

    charge = shop.v1.charges.retrieve(paid.latest_charge.id, OF_A_CHARGE)
    assert (charge["amount_refunded"], charge["refunds"]["total_count"], charge["dispute"]) == (0, 0, None)
    assert (charge["status"], charge["metadata"]["event"]) == ("succeeded", "7")
    assert charge.payment_intent.latest_charge.id == charge.id

    refund = shop.v1.refunds.create({"charge": charge.id, "amount": 100_000})
    assert refund.status == "pending"
    send_refund(refund_id=refund.id)
    charge = shop.v1.charges.retrieve(charge.id, OF_A_CHARGE)
    assert (charge["amount_refunded"], charge["refunds"]["total_count"]) == (100_000, 1)
    assert [(one["id"], one["amount"], one["status"]) for one in charge["refunds"]["data"]] == [
        (refund.id, 100_000, "succeeded")
    ]
    run_webhooks()
    received = [
        stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], secret) for one in hook.received
    ]
    assert {"charge", "payment_intent"} <= {event["data"]["object"]["object"] for event in received}
    assert {event.data.object.payment_intent for event in received if event.type.startswith("charge.")} == {intent.id}


def test_canceled_attempt_is_a_failed_payment(make_client, key, live_server) -> None:
    shop = pretix(make_client, key)
    intent = shop.v1.payment_intents.create(INTENT)
    at_vnpay(live_server.url, intent.next_action.redirect_to_url.url, "cancel")
    failed = shop.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (failed.status, failed.latest_charge.status) == ("requires_payment_method", "failed")
    assert failed.last_payment_error.message


def test_a_destination_charge_is_refunded_with_its_transfer(make_client, key, live_server) -> None:
    shop = pretix(make_client, key)
    account = shop.v1.accounts.create({"country": "VN", "type": "custom"})
    more = {"application_fee_amount": 5_000, "transfer_data": {"destination": account.id}}
    intent = shop.v1.payment_intents.create(INTENT | more)
    at_vnpay(live_server.url, intent.next_action.redirect_to_url.url)
    charge = shop.v1.payment_intents.retrieve(intent.id).latest_charge
    refund = shop.v1.refunds.create({"charge": charge, "amount": 50_000, "reverse_transfer": True})
    assert (refund.status, refund.transfer_reversal[:4]) == ("pending", "trr_")


def test_cards_and_manual_confirmation_are_refused_with_the_reason(make_client, key) -> None:
    shop = pretix(make_client, key)
    card = {"payment_method_types": ["card"], "payment_method_data": {"type": "card"}, "confirmation_method": "manual"}
    error = refusal(shop.v1.payment_intents.create, INTENT | card)
    assert (error.code, error.param) == ("parameter_unsupported", "confirmation_method")
    error = refusal(shop.v1.payment_intents.create, INTENT | card | {"confirmation_method": "automatic"})
    assert (error.code, error.param) == ("parameter_unsupported", "payment_method_data[type]")
    assert "No card data ever reaches this API" in error.user_message
    stripes = {"payment_method": "pm_1PqQ0", "payment_method_types": ["vnpay"]}
    del (browser := INTENT | stripes)["payment_method_data"]
    error = refusal(shop.v1.payment_intents.create, browser)
    assert (error.code, error.param) == ("resource_missing", "payment_method")
    assert "No card data ever reaches this API" in error.user_message
    error = refusal(lambda: shop.raw_request("post", "/v1/apple_pay/domains", domain_name="ve.example"))
    assert "There are no wallets here" in error.user_message
