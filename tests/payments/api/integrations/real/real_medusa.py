"""Medusa's provider for Stripe, its own code: a payment session from its beginning to its refund.

Run by `make integrations`. Medusa stores what it gets: `session_id` in the metadata, and the intent as `data`.
"""

import pytest

from tests.payments.api.helpers import at_vnpay
from tests.payments.api.integrations.real.program import Program, Refused

OPTIONS = {"capture": True, "automaticPaymentMethods": True, "paymentDescription": "Đơn ở Medusa"}


def session(**data) -> dict:
    return {
        "currency_code": "vnd",
        "amount": 120_000,
        "data": {"session_id": "payses_1", **data},
        "context": {"idempotency_key": f"payses_{len(data)}"},
    }


def refusal(medusa: Program, call: str, argument: dict, options: dict | None = None) -> str:
    with pytest.raises(Refused) as refused:
        medusa.ask(call, argument=argument, options=options or OPTIONS)
    return str(refused.value)


def test_a_session_is_changed_and_canceled(medusa: Program) -> None:
    begun = medusa.ask("initiatePayment", argument=session(), options=OPTIONS)
    assert (begun["status"], begun["data"]["description"]) == ("pending", "Đơn ở Medusa")
    changed = {"currency_code": "vnd", "amount": 130_000, "data": begun["data"], "context": {}}
    data = medusa.ask("updatePayment", argument=changed, options=OPTIONS)["data"]
    assert data["amount"] == 130_000
    assert medusa.ask("getPaymentStatus", argument={"data": data}, options=OPTIONS)["status"] == "pending"
    for _time in range(2):  # again, as where the first answer was lost
        canceled = medusa.ask("cancelPayment", argument={"data": data, "context": {}}, options=OPTIONS)
        assert canceled["data"]["status"] == "canceled"


def test_a_session_is_paid_captured_and_refunded(medusa: Program, platform, live_server, hook, run_webhooks) -> None:
    endpoint = platform.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    confirmation = {
        "confirm": True,
        "payment_method_data": {"type": "vnpay"},
        "return_url": "https://medusa.example/done",
    }
    begun = medusa.ask("initiatePayment", argument=session(**confirmation), options=OPTIONS)
    assert begun["status"] == "requires_more"
    at_vnpay(live_server.url, begun["data"]["next_action"]["redirect_to_url"]["url"])
    assert medusa.ask("authorizePayment", argument={"data": begun["data"]}, options=OPTIONS)["status"] == "captured"
    captured = medusa.ask("capturePayment", argument={"data": begun["data"]}, options=OPTIONS)
    assert captured["data"]["status"] == "succeeded"
    read = medusa.ask("retrievePayment", argument={"data": captured["data"]}, options=OPTIONS)
    assert read["data"]["amount"] == 120_000

    run_webhooks()
    secret = OPTIONS | {"webhookSecret": endpoint.secret}
    actions = {}
    for one in hook.received:
        headers = {"stripe-signature": one.headers["Stripe-Signature"]}
        event = {"rawData": one.body.decode(), "headers": headers}
        answer = medusa.ask("getWebhookActionAndData", argument=event, options=secret)
        actions[answer["action"]] = answer.get("data")
    assert actions["requires_more"]["session_id"] == "payses_1"
    assert actions["captured"] == {"session_id": "payses_1", "amount": 120_000}

    back = {"amount": 20_000, "data": captured["data"], "context": {"idempotency_key": "r1"}}
    medusa.ask("refundPayment", argument=back, options=OPTIONS)
    charge = platform.v1.charges.retrieve(captured["data"]["latest_charge"])
    assert charge.amount_refunded == 20_000
    more = refusal(medusa, "refundPayment", back | {"amount": 200_000, "context": {"idempotency_key": "r2"}})
    assert "is greater than unrefunded amount on charge (100000 ₫)" in more


def test_an_account_holder_is_a_customer(medusa: Program, platform) -> None:
    buyer = {"email": "no@b.vn", "first_name": "Nở", "last_name": "Lê", "phone": "0903123456"}
    where = {"billing_address": {"city": "Mỹ Thọ", "country_code": "vn", "address_1": "Ấp 1"}}
    created = medusa.ask("createAccountHolder", argument={"context": {"customer": buyer | where}}, options=OPTIONS)
    holder = {"account_holder": {"data": created["data"]}}
    begun = medusa.ask("initiatePayment", argument=session() | {"context": holder}, options=OPTIONS)
    assert begun["data"]["customer"] == created["id"]
    renamed = holder | {"customer": buyer | {"first_name": "Na"}}
    updated = medusa.ask("updateAccountHolder", argument={"context": renamed}, options=OPTIONS)
    assert (updated["data"]["name"], updated["data"]["address"]["city"]) == ("Na Lê", "Mỹ Thọ")
    assert medusa.ask("listPaymentMethods", argument={"context": holder}, options=OPTIONS) == []
    assert medusa.ask("deleteAccountHolder", argument={"context": holder}, options=OPTIONS) == {}
    assert platform.v1.customers.retrieve(created["id"]).deleted is True


def test_what_cannot_be_is_refused_with_the_reason(medusa: Program) -> None:
    assert "Money is captured at once" in refusal(medusa, "initiatePayment", session(), {"capture": False})
    card = session(payment_method_types=["card"])
    assert "No card data ever reaches this API" in refusal(medusa, "initiatePayment", card)
    holder = {"context": {"account_holder": {"data": {"id": "cus_1"}}}, "data": {}}
    assert "Nothing can be charged without the buyer" in refusal(medusa, "savePaymentMethod", holder)
