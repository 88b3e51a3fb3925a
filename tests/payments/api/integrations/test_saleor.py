"""What Saleor's app for Stripe (2.6.10, Stripe's version 2025-04-30.basil) asks for, by Stripe's own client.

What its storefront does by Stripe.js in the browser, a server does here: it confirms with `payment_method_data[type]`.
"""

import stripe

from payments.api.services.create_api_key import create_api_key
from payments.models import ApiKeyKind
from payments.refunds.services.send_refund import send_refund
from tests.payments.api.helpers import at_vnpay, refusal

VERSION = "2025-04-30.basil"
EVENTS = [
    "payment_intent.amount_capturable_updated", "payment_intent.payment_failed", "payment_intent.processing",
    "payment_intent.requires_action", "payment_intent.succeeded", "payment_intent.canceled", "charge.refund.updated",
]  # fmt: skip
METADATA = {
    "saleor_source_id": "Q2hlY2tvdXQ6MQ==", "saleor_source_type": "Checkout",
    "saleor_transaction_id": "VHJhbnNhY3Rpb25JdGVtOjE=", "saleor_api_url": "https://saleor.example/graphql/",
    "saleor_app_id": "QXBwOjE=",
}  # fmt: skip
INTENT = {"amount": 120_000, "currency": "vnd", "automatic_payment_methods": {"enabled": True}, "metadata": METADATA}
ENDPOINT = {
    "description": "Created by Saleor App Payment Stripe, config name: vn", "enabled_events": EVENTS,
    "metadata": {"saleorAppConfigurationId": "1"}, "api_version": VERSION,
}  # fmt: skip


def restricted(make_client) -> stripe.StripeClient:
    """A client with a key that may do what the app does, and nothing else."""
    may = {"payment_intents": "write", "payment_methods": "read", "refunds": "write", "webhook_endpoints": "write"}
    key = create_api_key(kind=ApiKeyKind.RESTRICTED, permissions=may)[1]
    assert key.startswith("rk_test_")
    return make_client(key, stripe_version=VERSION)


def test_key_is_proven_and_the_endpoint_is_made_renamed_and_removed(make_client, hook) -> None:
    app = restricted(make_client)
    assert app.v1.payment_intents.list({"limit": 1}).data == []
    created = app.v1.webhook_endpoints.create(ENDPOINT | {"url": hook.url})
    assert (created.secret[:6], created.api_version, created.enabled_events) == ("whsec_", VERSION, EVENTS)
    app.v1.webhook_endpoints.update(
        created.id, {"description": "Created by Saleor App Payment Stripe, config name: hn"}
    )
    assert app.v1.webhook_endpoints.retrieve(created.id).status == "enabled"
    app.v1.webhook_endpoints.delete(created.id)
    assert refusal(app.v1.webhook_endpoints.retrieve, created.id).code == "resource_missing"


def test_a_transaction_from_its_intent_to_its_refund(make_client, live_server, hook, run_webhooks) -> None:
    app = restricted(make_client)
    secret = app.v1.webhook_endpoints.create(ENDPOINT | {"url": hook.url}).secret
    created = app.v1.payment_intents.create(
        INTENT | {"payment_method_options": {"card": {}}}, {"idempotency_key": "t1"}
    )
    assert (created.status, created.amount, created.metadata.to_dict()) == (
        "requires_payment_method",
        120_000,
        METADATA,
    )
    assert created.client_secret.startswith(created.id)
    waiting = app.v1.payment_intents.confirm(created.id, {"payment_method_data": {"type": "vnpay"}})
    at_vnpay(live_server.url, waiting.next_action.redirect_to_url.url)
    paid = app.v1.payment_intents.retrieve(created.id, {"expand": ["payment_method"]})
    assert (paid.status, paid.amount_received, paid.payment_method.type) == ("succeeded", 120_000, "vnpay")
    error = refusal(app.v1.payment_intents.capture, created.id)
    assert (error.code, error.error.payment_intent.status) == ("payment_intent_unexpected_state", "succeeded")

    refund = app.v1.refunds.create({"payment_intent": created.id, "amount": 20_000, "metadata": METADATA})
    assert (refund.status, refund.amount, refund.currency) == ("pending", 20_000, "vnd")
    send_refund(refund_id=refund.id)
    run_webhooks()
    received = [
        stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], secret) for one in hook.received
    ]
    assert {event.api_version for event in received} == {VERSION}
    assert [event.type for event in received] == [
        "payment_intent.requires_action", "payment_intent.succeeded", "charge.refund.updated",
    ]  # fmt: skip
    last = received[-1].data.object
    assert (last.id, last.status, last.payment_intent, last.amount) == (refund.id, "succeeded", created.id, 20_000)


def test_an_intent_that_is_not_paid_is_canceled(make_client) -> None:
    app = restricted(make_client)
    created = app.v1.payment_intents.create(INTENT)
    assert app.v1.payment_intents.cancel(created.id).status == "canceled"
    assert refusal(app.v1.payment_intents.cancel, created.id).code == "payment_intent_unexpected_state"
