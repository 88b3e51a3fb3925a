"""dj-stripe, its own code: it reads an account's objects into its tables, and receives its events.

Run by `make integrations`.
"""

import json
from typing import Any

import pytest
import stripe

from tests.payments.api.helpers import paid
from tests.payments.api.integrations.real.program import Program
from tests.payments.api.test_integrations import SESSION, pay

# By the names of `manage.py djstripe_sync_models`.
READ = (
    "Account", "Customer", "WebhookEndpoint", "BalanceTransaction", "PaymentIntent", "Charge", "Refund", "Transfer",
    "TransferReversal", "ApplicationFee", "Payout", "Session", "Event",
)  # fmt: skip


@pytest.fixture
def endpoint(platform: stripe.StripeClient, hook: Any) -> stripe.WebhookEndpoint:
    return platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})


@pytest.fixture
def account(platform: stripe.StripeClient, live_server: Any, endpoint: stripe.WebhookEndpoint) -> str:
    """An account with an object of each kind, made while the endpoint was there."""
    account = platform.v1.accounts.create({"country": "VN", "type": "custom", "email": "htx@b.vn"})
    intent = pay(platform, transfer_data={"destination": account.id}, application_fee_amount=10_000)
    back = {"charge": intent.latest_charge, "amount": 50_000, "reverse_transfer": True, "refund_application_fee": True}
    platform.v1.refunds.create(back)
    paid(platform, live_server.url, amount=90_000, metadata={"don": "Cành 7"})
    platform.v1.payouts.create({"amount": 40_000, "currency": "vnd"}, {"stripe_account": account.id})
    customer = platform.v1.customers.create({"email": "no@b.vn", "name": "Lê Thị Nở"})
    platform.v1.checkout.sessions.create(SESSION | {"customer": customer.id})
    return account.id


def test_objects_are_read_and_events_received(
    djstripe: Program, platform: stripe.StripeClient, endpoint: stripe.WebhookEndpoint, account: str, hook, run_webhooks
) -> None:
    for name in READ:
        report = djstripe.ask("sync", arguments={"names": [name]})
        # dj-stripe's own: it calls `list_external_accounts` of the client without the argument that it must have.
        known = name == "Account" and "list_external_accounts() missing 1 required positional argument"
        assert not report["errors"] or (known and known in report["errors"]), report
        assert f"Synced {len(rows(djstripe, name)) - (name == 'Account')} {name} for" in report["output"], report
    assert [one["id"] for one in rows(djstripe, "Account")] == ["acct_platform", account]
    assert {one["amount"] for one in rows(djstripe, "PaymentIntent")} == {100_000, 90_000, 80_000}
    assert [one["metadata"] for one in rows(djstripe, "Charge") if one["amount"] == 90_000] == [{"don": "Cành 7"}]
    assert [one["amount"] for one in rows(djstripe, "Refund")] == [50_000]
    assert [one["email"] for one in rows(djstripe, "Customer")] == ["no@b.vn"]
    assert djstripe.ask("sync", arguments={"names": ["PaymentMethod"]})["errors"] == ""

    platform.v1.payment_intents.create({"amount": 70_000, "currency": "vnd"})
    run_webhooks()
    types = []
    for one in hook.received:
        event = json.loads(one.body)
        types.append(event["type"])
        signature = one.headers["Stripe-Signature"]
        report = {"id": endpoint.id, "secret": endpoint.secret, "body": one.body.decode(), "signature": signature}
        assert djstripe.ask("handle_event", arguments=report) == {"status": 200, "valid": True, "exception": ""}, event
    assert {
        "application_fee.created", "application_fee.refunded", "charge.refunded", "charge.succeeded",
        "payment_intent.created", "payment_intent.requires_action", "payment_intent.succeeded", "refund.created",
        "transfer.created", "transfer.reversed",
    } == set(types)  # fmt: skip
    assert 70_000 in {one["amount"] for one in rows(djstripe, "PaymentIntent")}


def rows(djstripe: Program, name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = djstripe.ask("rows", arguments={"name": name})
    return read
