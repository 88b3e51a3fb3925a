"""What WooCommerce's Stripe gateway (8.8.0, Stripe's version 2024-06-20) asks for.

It has no client of Stripe's: PHP's `http_build_query` writes the body, and the key goes as a user's name. Its browser
part (Stripe.js) makes the payment method: a shop here sends `payment_method_data[type]` in its place, by the filter
`woocommerce_stripe_request_body`.
"""

import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest
import stripe
from django.test import Client

from payments.refunds.services.send_refund import send_refund
from tests.payments.api.helpers import at_vnpay

EVENTS = [
    "source.chargeable", "source.canceled", "charge.succeeded", "charge.failed", "charge.captured",
    "charge.dispute.created", "charge.dispute.closed", "charge.refunded", "charge.refund.updated", "review.opened",
    "review.closed", "payment_intent.succeeded", "payment_intent.payment_failed",
    "payment_intent.amount_capturable_updated", "payment_intent.requires_action", "setup_intent.succeeded",
    "setup_intent.setup_failed",
]  # fmt: skip
ORDER = {
    "amount": 180_000, "confirm": "true", "currency": "vnd", "capture_method": "automatic",
    "description": "Chợ quê - Order 41", "payment_method_types": ["vnpay"], "return_url": "https://shop.example/41",
    "metadata": {"customer_name": "Lê Thị Nở", "customer_email": "no@b.vn", "order_id": 41, "site_url": "https://x.vn"},
    "shipping": {"name": "Lê Thị Nở", "address": {"line1": "Ấp 1", "city": "Mỹ Thọ", "country": "VN", "state": ""}},
    "statement_descriptor_suffix": "Don 41",
}  # fmt: skip
BY_VNPAY = {"payment_method_data": {"type": "vnpay"}}


def query(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """As PHP writes nested arrays: `a[0][b]=1`."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [part for key, inner in pairs for part in query(inner, f"{name}[{key}]" if name else str(key))]
    return [(name, value)]


class Gateway:
    def __init__(self, key: str) -> None:
        self.client = Client()
        credentials = b64encode(f"{key}:".encode()).decode()
        self.headers = {"Authorization": f"Basic {credentials}", "Stripe-Version": "2024-06-20"}

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        sent = urlencode(query(body))
        where = f"/v1/{path}" + (f"?{sent}" if sent and method == "GET" else "")
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        text = "" if method == "GET" else sent
        return json.loads(self.client.generic(method, where, text, content_type=kind, headers=self.headers).content)


@pytest.fixture
def gateway(key: str) -> Gateway:
    return Gateway(key)


def test_account_is_complete_and_webhooks_are_set_up(gateway, hook) -> None:
    account = gateway("GET", "account")
    assert (account["country"], account["default_currency"], account["charges_enabled"]) == ("VN", "vnd", True)
    due = account["requirements"]
    assert (due["currently_due"], due["past_due"], due["eventually_due"], due["disabled_reason"]) == ([], [], [], None)
    assert account["settings"]["card_payments"]["statement_descriptor_prefix"] is None
    created = gateway("POST", "webhook_endpoints", enabled_events=EVENTS, url=hook.url, api_version="2024-06-20")
    assert (created["secret"][:6], created["enabled_events"]) == ("whsec_", EVENTS)
    assert gateway("GET", "webhook_endpoints")["data"][0]["url"] == hook.url
    assert gateway("DELETE", f"webhook_endpoints/{created['id']}")["deleted"] is True


def test_an_order_is_paid_and_refunded(gateway, transactional_db, live_server, hook, run_webhooks) -> None:
    created = gateway("POST", "webhook_endpoints", enabled_events=EVENTS, url=hook.url, api_version="2024-06-20")
    intent = gateway("POST", "payment_intents", **ORDER, **BY_VNPAY)
    assert (intent["status"], intent["metadata"]["order_id"]) == ("requires_action", "41")
    at_vnpay(live_server.url, intent["next_action"]["redirect_to_url"]["url"])
    paid = gateway("GET", f"payment_intents/{intent['id']}?expand[]=payment_method")
    assert (paid["status"], paid["payment_method"]["type"]) == ("succeeded", "vnpay")
    charge = gateway("GET", f"charges/{paid['latest_charge']}", expand=["balance_transaction"])
    line = gateway("GET", f"balance/history/{charge['balance_transaction']['id']}")
    assert (charge["captured"], line["fee"], line["net"]) == (True, 0, 180_000)

    reason = {"reason": "Khách đổi ý"}
    refund = gateway("POST", "refunds", amount=30_000, metadata=reason, charge=charge["id"])
    assert (refund["status"], refund["amount"], refund["metadata"]) == ("pending", 30_000, reason)
    send_refund(refund_id=refund["id"])
    seen = gateway("GET", f"charges/{charge['id']}", expand=["refunds"])
    assert (seen["amount_refunded"], seen["refunds"]["data"][0]["id"]) == (30_000, refund["id"])
    run_webhooks()
    received = [
        stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], created["secret"])
        for one in hook.received
    ]
    assert {event.api_version for event in received} == {"2024-06-20"}
    assert [event.type for event in received] == [
        "payment_intent.requires_action", "charge.succeeded", "payment_intent.succeeded", "charge.refunded",
        "charge.refund.updated",
    ]  # fmt: skip


def test_a_buyer_is_a_customer_and_a_missing_one_is_recognised(gateway, db) -> None:
    assert gateway("GET", "customers/search", query="name:'Nở' AND email:'no@b.vn'")["error"]["message"]
    buyer = {
        "email": "no@b.vn",
        "name": "Lê Thị Nở",
        "description": "Name: Lê Thị Nở, Guest",
        "preferred_locales": ["vi"],
    }
    address = {"line1": "Ấp 1", "line2": "", "postal_code": "", "city": "Mỹ Thọ", "state": "", "country": "VN"}
    customer = gateway("POST", "customers", **buyer, address=address)
    assert gateway("POST", f"customers/{customer['id']}", **buyer, address=address)["address"]["city"] == "Mỹ Thọ"
    intent = gateway("POST", "payment_intents", **ORDER, **BY_VNPAY, customer=customer["id"])
    assert intent["customer"] == customer["id"]
    assert gateway("GET", "payment_methods", customer=customer["id"], type="card", limit=100)["data"] == []
    missing = gateway("GET", "customers/cus_of_another_account")["error"]
    assert (missing["code"], missing["message"].startswith("No such customer")) == ("resource_missing", True)


def test_an_intent_of_an_earlier_total_is_updated(gateway, db) -> None:
    intent = gateway("POST", "payment_intents", amount=100_000, currency="vnd", payment_method_types=["vnpay"])
    more = {"metadata": {"order_id": 42, "is_legacy": ""}, "setup_future_usage": "off_session"}
    changed = gateway("POST", f"payment_intents/{intent['id']}", amount=110_000, currency="vnd", **more)
    assert (changed["amount"], changed["metadata"]) == (110_000, {"order_id": "42"})
    assert gateway("POST", f"payment_intents/{intent['id']}/cancel")["status"] == "canceled"


def test_refusals_that_the_gateway_distinguishes(gateway, db) -> None:
    error = gateway("POST", "payment_intents", **ORDER, **BY_VNPAY, level3={"merchant_reference": "41"})["error"]
    assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", "parameter_unknown", "level3")
    error = gateway("POST", "payment_intents", **ORDER | {"payment_method_types": ["card", "link"]})["error"]
    assert "No card data ever reaches this API" in error["message"]
    error = gateway("POST", "payment_intents", **ORDER, payment_method="pm_1PqQ0")["error"]
    assert "No card data ever reaches this API" in error["message"]
    error = gateway("POST", "payment_intents", **ORDER | BY_VNPAY | {"capture_method": "manual"})["error"]
    assert "Money is captured at once" in error["message"]
    for path in ("setup_intents", "terminal/connection_tokens", "sources", "payment_methods/pm_1/detach"):
        assert gateway("POST", path)["error"]["message"].startswith(f"Unrecognized request URL (POST: /v1/{path}).")
