"""Webhooks through Stripe's own client: an endpoint created over the API receives the events of API calls."""

import json

import pytest
import stripe

from payments.api.services.create_api_key import create_api_key
from payments.connected_accounts.services.create_payee import create_payee
from payments.models import WebhookDelivery
from payments.webhooks.signing import demo_secret
from tests.payments.api.helpers import at_vnpay, paid
from tests.payments.webhooks.receiver import Receiver


def events_at(hook: Receiver, secret: str) -> list[stripe.Event]:
    """What arrived, each accepted by Stripe's own check, in order."""
    return [stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], secret) for one in hook.received]


def test_endpoint_receives_the_events_of_a_payment(
    platform: stripe.StripeClient, live_server, hook, run_webhooks
) -> None:
    endpoints = platform.v1.webhook_endpoints
    built = endpoints.create(
        {
            "url": hook.url,
            "enabled_events": ["payment_intent.succeeded", "charge.succeeded", "payment_intent.created"],
            "description": "Cửa hàng",
            "metadata": {"a": "b"},
        },
        options={"idempotency_key": "endpoint-1"},
    )
    assert (built.object, built.status, built.url) == ("webhook_endpoint", "enabled", hook.url)
    assert built.secret.startswith("whsec_")
    again = endpoints.create(
        {
            "url": hook.url,
            "enabled_events": ["payment_intent.succeeded", "charge.succeeded", "payment_intent.created"],
            "description": "Cửa hàng",
            "metadata": {"a": "b"},
        },
        options={"idempotency_key": "endpoint-1"},
    )
    assert (again.id, again.secret) == (built.id, built.secret)
    assert "secret" not in endpoints.retrieve(built.id)
    assert [one.id for one in endpoints.list().data] == [built.id]

    intent = platform.v1.payment_intents.create(
        {"amount": 90_000, "currency": "vnd", "confirm": True, "payment_method_data": {"type": "vnpay"}},
        options={"idempotency_key": "intent-1"},
    )
    at_vnpay(live_server.url, intent.next_action.redirect_to_url.url)
    run_webhooks()
    reported = events_at(hook, built.secret)
    assert sorted(event.type for event in reported) == [
        "charge.succeeded", "payment_intent.created", "payment_intent.succeeded",
    ]  # fmt: skip
    assert [event.id for event in events_at(hook, demo_secret())] == [event.id for event in reported]
    by_type = {event.type: event for event in reported}
    assert by_type["payment_intent.succeeded"].data.object.id == intent.id
    assert by_type["payment_intent.succeeded"].data.object.status == "succeeded"
    created = by_type["payment_intent.created"]
    assert created.request.idempotency_key == "intent-1"
    assert created.request.id.startswith("req_")
    requested = platform.v1.events.retrieve(created.id)
    body = json.loads(next(one.body for one in hook.received if json.loads(one.body)["id"] == created.id))
    assert body["pending_webhooks"] == 1
    assert body | {"pending_webhooks": 0} == json.loads(str(requested))


def test_a_refused_delivery_is_tried_again_and_replayed(platform, hook, run_webhooks) -> None:
    built = platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    hook.answer(500, 200)
    platform.v1.payment_intents.create({"amount": 90_000, "currency": "vnd"})
    run_webhooks()
    [event] = platform.v1.events.list().data
    assert (event.type, event.pending_webhooks) == ("payment_intent.created", 1)
    WebhookDelivery.objects.update(next_try_at="2026-01-01T00:00:00Z")
    run_webhooks()
    assert platform.v1.events.retrieve(event.id).pending_webhooks == 0
    platform.raw_request("post", f"/v1/events/{event.id}/retry", webhook_endpoint=built.id)
    run_webhooks()
    platform.raw_request("post", f"/v1/events/{event.id}/retry")
    run_webhooks()
    assert [one.id for one in events_at(hook, built.secret)] == [event.id] * 4


def test_switched_off_changed_and_deleted(platform, hook, run_webhooks) -> None:
    endpoints = platform.v1.webhook_endpoints
    built = endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    off = endpoints.update(built.id, {"disabled": True, "description": "tắt", "enabled_events": ["payout.paid"]})
    assert (off.status, off.description, off.enabled_events) == ("disabled", "tắt", ["payout.paid"])
    event = platform.v1.payment_intents.create({"amount": 90_000, "currency": "vnd"})
    run_webhooks()
    assert hook.received == []
    [event] = platform.v1.events.list().data
    with pytest.raises(stripe.InvalidRequestError):
        platform.raw_request("post", f"/v1/events/{event.id}/retry", webhook_endpoint=built.id)
    assert endpoints.update(built.id, {"disabled": False}).status == "enabled"
    deleted = endpoints.delete(built.id)
    assert (deleted.id, deleted.deleted) == (built.id, True)
    for ask in (
        lambda: endpoints.retrieve(built.id),
        lambda: endpoints.delete(built.id),
        lambda: endpoints.update(built.id, {"disabled": False}),
    ):
        with pytest.raises(stripe.InvalidRequestError) as gone:
            ask()
        assert (gone.value.http_status, gone.value.code) == (404, "resource_missing")
    assert endpoints.list().data == []


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"url": "http://10.0.0.1/hook"}, "url_invalid", "url"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "url_invalid", "url"),
        ({"url": "https://user:pass@example.vn/hook"}, "url_invalid", "url"),
        ({"url": "ftp://example.vn/hook"}, "url_invalid", "url"),
        ({"enabled_events": ["payout.flown"]}, None, "enabled_events"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
    ],
)
def test_refused_endpoints(platform, params: dict, code: str | None, param: str) -> None:
    requested = {"url": "http://127.0.0.1:9009/hook", "enabled_events": ["*"]} | params
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v1.webhook_endpoints.create(requested)
    assert (refused.value.code, refused.value.param) == (code, param)
    assert platform.v1.webhook_endpoints.list().data == []


def test_connect_endpoints_receive_events_of_accounts_and_accounts_their_own(
    platform, make_client, hook, run_webhooks
) -> None:
    account = create_payee(name="HTX Xoài").pk
    theirs = make_client(create_api_key(payee_id=account)[1])
    of_connect = platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"], "connect": True})
    own = theirs.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    platform.v1.payment_intents.create({"amount": 90_000, "currency": "vnd"})
    platform.v1.accounts.update(account, {"email": "htx@example.vn"})
    run_webhooks()
    assert len(hook.received) == 2
    for one in hook.received:
        assert json.loads(one.body)["account"] == account
        assert json.loads(one.body)["type"] == "account.updated"
    for secret in (of_connect.secret, own.secret):
        accepted = [one for one in hook.received if signed_by(one, secret)]
        assert len(accepted) == 1
    with pytest.raises(stripe.InvalidRequestError) as refused:
        theirs.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"], "connect": True})
    assert refused.value.param == "connect"
    with pytest.raises(stripe.InvalidRequestError) as hidden:
        theirs.v1.webhook_endpoints.retrieve(of_connect.id)
    assert hidden.value.http_status == 404
    assert [one.id for one in theirs.v1.webhook_endpoints.list().data] == [own.id]


def test_the_platform_replays_an_accounts_event_to_its_connect_endpoint(platform, hook, run_webhooks) -> None:
    account = create_payee(name="HTX Xoài").pk
    plain = platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    platform.v1.accounts.update(account, {"email": "htx@example.vn"})
    late = platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"], "connect": True})
    run_webhooks()
    assert hook.received == []
    [event] = platform.v1.events.list(options={"stripe_account": account}).data
    path = f"/v1/events/{event.id}/retry"
    platform.raw_request("post", path, webhook_endpoint=late.id, account=account)
    run_webhooks()
    assert [one.id for one in events_at(hook, late.secret)] == [event.id]
    for params in ({"webhook_endpoint": late.id}, {"webhook_endpoint": plain.id, "account": account}):
        with pytest.raises(stripe.InvalidRequestError):
            platform.raw_request("post", path, **params)


def signed_by(one, secret: str) -> bool:
    try:
        return bool(stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], secret))
    except stripe.SignatureVerificationError:
        return False


def test_updated_event_has_the_previous_attributes(platform, live_server) -> None:
    """As Stripe's client reads it: `event.data.previous_attributes`."""
    account = platform.v1.accounts.create({"email": "cu@htx.vn", "metadata": {"ma": "1", "giu": "x"}})
    platform.v1.accounts.update(account.id, {"email": "moi@htx.vn", "metadata": {"ma": "2"}})
    [event] = platform.v1.events.list({"type": "account.updated"}, {"stripe_account": account.id}).data
    assert event.data.previous_attributes.to_dict() == {"email": "cu@htx.vn", "metadata": {"ma": "1"}}
    charge = paid(platform, live_server.url, amount=300_000, description="cũ").latest_charge
    platform.v1.charges.update(charge, {"description": "mới"})
    platform.v1.charges.update(charge, {"description": "mới"})
    [event] = platform.v1.events.list({"type": "charge.updated"}).data
    assert (event.data.object.id, event.data.object.description) == (charge, "mới")
    assert event.data.previous_attributes.to_dict() == {"description": "cũ"}
    refund = platform.v1.refunds.create({"charge": charge, "amount": 1_000})
    platform.v1.refunds.update(refund.id, {"metadata": {"don": "7"}})
    for name in ("refund.updated", "charge.refund.updated"):
        [event] = platform.v1.events.list({"type": name}).data
        assert event.data.previous_attributes.to_dict() == {"metadata": {"don": None}}


def test_a_secret_is_changed_by_a_second_endpoint_of_the_same_address(platform, hook, run_webhooks) -> None:
    params = {"url": hook.url, "enabled_events": ["payment_intent.created"]}
    first = platform.v1.webhook_endpoints.create(params)
    second = platform.v1.webhook_endpoints.create(params)
    assert first.secret != second.secret
    platform.v1.payment_intents.create({"amount": 90_000, "currency": "vnd"})
    run_webhooks()
    assert len(hook.received) == 2
    platform.v1.webhook_endpoints.delete(first.id)
    hook.received.clear()
    created = platform.v1.payment_intents.create({"amount": 80_000, "currency": "vnd"})
    run_webhooks()
    assert [event.data.object.id for event in events_at(hook, second.secret)] == [created.id]
