"""Requests of integrations in addition to a payment's usual ones, by Stripe's own client."""

from typing import Any

import pytest
import stripe

from payments import sdk
from payments.events.types import EVENT_TYPES, KNOWN_TYPES
from payments.models import Attempt, PaymentIntent
from tests.payments.api.helpers import refusal
from tests.payments.helpers import make_attempt
from tests.payments.helpers import message as ipn_message

CASH = {"currency": "vnd", "confirm": True, "payment_method_types": ["cash"], "payment_method_data": {"type": "cash"}}


def pay(platform: stripe.StripeClient, **params: Any) -> stripe.PaymentIntent:
    """An intent of the platform, paid in cash."""
    return platform.v1.payment_intents.create(CASH | {"amount": 100_000} | params)


def test_capture_of_a_paid_intent_is_refused_with_the_intent(platform: stripe.StripeClient) -> None:
    """Medusa takes `payment_intent_unexpected_state` with a succeeded intent as captured."""
    intent = pay(platform)
    error = refusal(platform.v1.payment_intents.capture, intent.id, {"amount_to_capture": 100_000})
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert error.error.payment_intent.status == "succeeded"
    assert "already been captured" in error.user_message
    waiting = platform.v1.payment_intents.create({"amount": 50_000, "currency": "vnd"})
    error = refusal(platform.v1.payment_intents.capture, waiting.id)
    assert error.error.payment_intent.status == "requires_payment_method"
    assert "requires_capture" in error.user_message


def test_a_wrong_method_is_an_unknown_address(platform: stripe.StripeClient) -> None:
    """Stripe answers 404, which its clients raise as InvalidRequestError; 405 would be an APIError."""
    for method, path in (("delete", "/v1/charges"), ("post", "/v1/charges"), ("delete", "/v1/payment_intents/pi_1")):
        error = refusal(lambda method=method, path=path: platform.raw_request(method, path))
        assert (error.http_status, error.code) == (404, None)
        assert error.user_message.startswith(f"Unrecognized request URL ({method.upper()}: {path}).")


def test_manual_capture_is_refused_with_the_reason(platform: stripe.StripeClient) -> None:
    error = refusal(
        platform.v1.payment_intents.create, {"amount": 50_000, "currency": "vnd", "capture_method": "manual"}
    )
    assert (error.code, error.param) == ("parameter_unsupported", "capture_method")
    assert "Money is captured at once" in error.user_message
    session = {**SESSION, "payment_intent_data": {"capture_method": "manual"}}
    error = refusal(platform.v1.checkout.sessions.create, session)
    assert (error.code, error.param) == ("parameter_unsupported", "payment_intent_data[capture_method]")
    assert "Money is captured at once" in error.user_message


def test_endpoints_may_name_every_event_of_stripes(platform: stripe.StripeClient, hook: Any) -> None:
    names = ["invoice.paid", "customer.subscription.deleted", "charge.succeeded", "radar.early_fraud_warning.created"]
    params: Any = {"url": hook.url, "enabled_events": names}
    created = platform.v1.webhook_endpoints.create(params)
    assert created.enabled_events == names
    assert platform.v1.webhook_endpoints.update(created.id, {"enabled_events": ["mandate.updated"]}).enabled_events == [
        "mandate.updated"
    ]
    error = refusal(platform.v1.webhook_endpoints.create, {"url": hook.url, "enabled_events": ["invoice.eaten"]})
    assert error.param == "enabled_events"


def test_the_known_events_are_those_of_stripes_client() -> None:
    field = stripe.params.WebhookEndpointCreateParams.__annotations__["enabled_events"]
    theirs = {name.strip("'\"") for name in str(field).replace("[", " ").replace("]", " ").replace(",", " ").split()}
    assert {name for name in theirs if "." in name and name.islower()} - {"typing.list"} == set(KNOWN_TYPES)
    assert set(EVENT_TYPES) < KNOWN_TYPES


def test_events_are_stamped_with_the_endpoints_version(platform: stripe.StripeClient, hook: Any, run_webhooks) -> None:
    version = "2024-06-20"
    params: Any = {"url": hook.url, "enabled_events": ["*"], "api_version": version}
    created = platform.v1.webhook_endpoints.create(params)
    assert created.api_version == version
    pay(platform)
    run_webhooks()
    seen = [
        stripe.Webhook.construct_event(one.body, one.headers["Stripe-Signature"], created.secret)
        for one in hook.received
    ]
    assert {event.api_version for event in seen} == {version}
    error = refusal(
        platform.v1.webhook_endpoints.create, {"url": hook.url, "enabled_events": ["*"], "api_version": "yesterday"}
    )
    assert (error.param, error.user_message) == ("api_version", "Invalid Stripe API version: yesterday")


def test_null_fields_of_stripes_can_be_expanded(platform: stripe.StripeClient) -> None:
    intent = pay(platform)
    seen = platform.v1.payment_intents.retrieve(
        intent.id, {"expand": ["customer", "application", "review", "latest_charge.customer.default_source"]}
    )
    assert (seen.customer, seen.latest_charge.customer, seen.latest_charge.id) == (None, None, intent.latest_charge)
    refund = platform.v1.refunds.create({"payment_intent": intent.id, "expand": ["source_transfer_reversal"]})
    assert refund.source_transfer_reversal is None
    error = refusal(platform.v1.payment_intents.retrieve, intent.id, {"expand": ["amount"]})
    assert error.param == "expand"


def test_destination_of_a_payout_can_be_expanded(platform: stripe.StripeClient) -> None:
    account = platform.v1.accounts.create({"country": "VN", "type": "custom", "email": "a@b.vn"})
    pay(platform, transfer_data={"destination": account.id})
    own = {"stripe_account": account.id}
    payout = platform.v1.payouts.create({"amount": 40_000, "currency": "vnd", "expand": ["destination"]}, own)
    bank = account.external_accounts.data[0]
    assert (payout.destination.object, payout.destination.id) == ("bank_account", bank.id)
    assert (payout.destination.last4, payout.destination.account) == (bank.last4, account.id)
    [listed] = platform.v1.payouts.list({"expand": ["data.destination"]}, own).data
    assert listed.destination.id == bank.id


def test_refunds_of_a_fee_stand_in_it(platform: stripe.StripeClient) -> None:
    account = platform.v1.accounts.create({"country": "VN", "type": "custom"})
    intent = pay(platform, transfer_data={"destination": account.id}, application_fee_amount=10_000)
    charge = platform.v1.charges.retrieve(intent.latest_charge)
    assert platform.v1.application_fees.retrieve(charge.application_fee).refunds.data == []
    platform.v1.refunds.create(
        {"charge": charge.id, "amount": 50_000, "reverse_transfer": True, "refund_application_fee": True}
    )
    fee = platform.v1.application_fees.retrieve(charge.application_fee)
    listed = platform.v1.application_fees.refunds.list(fee.id)
    assert [(one.object, one.amount, one.fee) for one in fee.refunds.data] == [("fee_refund", 5_000, fee.id)]
    assert fee.refunds.data[0].id == listed.data[0].id


def test_fee_refund_is_retrieved_listed_and_updated(platform: stripe.StripeClient) -> None:
    account = platform.v1.accounts.create({"country": "VN", "type": "custom"})
    intent = pay(platform, transfer_data={"destination": account.id}, application_fee_amount=10_000)
    other = pay(platform, transfer_data={"destination": account.id}, application_fee_amount=10_000)
    for _ in range(3):
        platform.v1.refunds.create(
            {"charge": intent.latest_charge, "amount": 10_000, "reverse_transfer": True, "refund_application_fee": True}
        )
    fee = platform.v1.charges.retrieve(intent.latest_charge).application_fee
    refunds = platform.v1.application_fees.refunds
    first, second, third = [one.id for one in refunds.list(fee).data]
    assert [one.id for one in refunds.list(fee, {"limit": 2}).auto_paging_iter()] == [first, second, third]
    assert [one.id for one in refunds.list(fee, {"ending_before": third, "limit": 1}).data] == [second]
    seen = refunds.retrieve(fee, second, {"expand": ["fee", "balance_transaction"]})
    assert (seen.object, seen.amount, seen.fee.id, seen.fee.amount_refunded) == ("fee_refund", 1_000, fee, 3_000)
    assert refunds.update(fee, second, {"metadata": {"why": "late"}}).metadata.to_dict() == {"why": "late"}
    assert refunds.retrieve(fee, second).metadata.to_dict() == {"why": "late"}
    assert refunds.retrieve(fee, first).metadata.to_dict() == {}
    others = platform.v1.charges.retrieve(other.latest_charge).application_fee
    for call in (refunds.retrieve, refunds.update):
        for one, id in ((others, second), (fee, "fr_none"), (fee, second.replace("fr_", "trr_")), ("fee_none", second)):
            error = refusal(call, one, id)
            assert (error.http_status, error.code) == (404, "resource_missing")
    error = refusal(refunds.list, fee, {"starting_after": "fr_none"})
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "starting_after")
    error = refusal(refunds.create, fee, {"amount": 100})
    assert "A fee is given back with its transfer" in error.user_message
    assert platform.v1.application_fees.retrieve(fee).amount_refunded == 3_000


def test_metadata_stays_below_its_limit_by_updates(platform: stripe.StripeClient) -> None:
    intents = platform.v1.payment_intents
    created = intents.create({"amount": 50_000, "currency": "vnd", "metadata": {f"a{n}": "1" for n in range(50)}})
    error = refusal(intents.update, created.id, {"metadata": {"b": "1"}})
    assert (error.param, error.user_message) == (
        "metadata", "Metadata can have up to 50 keys; this update would leave 51.",
    )  # fmt: skip
    assert "b" not in intents.retrieve(created.id).metadata
    changed = intents.update(created.id, {"metadata": {"a0": "", "b": "1"}}).metadata.to_dict()
    assert (len(changed), changed["b"]) == (50, "1")


def test_update_of_a_shop_orders_charge_is_refused_with_the_reason(platform: stripe.StripeClient, client) -> None:
    attempt = make_attempt()
    client.get("/payments/vnpay/ipn", ipn_message(attempt))
    assert sdk.payment_intents.retrieve(attempt.intent_id).status == "succeeded"
    charge = Attempt.objects.get(pk=attempt.pk).charge_id
    error = refusal(platform.v1.charges.update, charge, {"description": "x"})
    assert (error.http_status, error.param) == (400, "charge")
    assert error.user_message == "This charge belongs to orders of the shop, which alone change it."


SESSION: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://shop.example/done",
    "line_items": [
        {
            "quantity": 2,
            "price_data": {"currency": "vnd", "unit_amount": 40_000, "product_data": {"name": "Xoài"}},
        }
    ],
}


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"phone_number_collection": {"enabled": True}}, "phone_number_collection[enabled]"),
        ({"billing_address_collection": "required"}, "billing_address_collection"),
        ({"consent_collection": {"terms_of_service": "required"}}, "consent_collection[terms_of_service]"),
        ({"consent_collection": {"promotions": "auto"}}, "consent_collection[promotions]"),
        ({"tax_id_collection": {"enabled": True}}, "tax_id_collection[enabled]"),
        ({"name_collection": {"business": {"enabled": True}}}, "name_collection[business][enabled]"),
        ({"name_collection": {"individual": {"enabled": True}}}, "name_collection[individual][enabled]"),
    ],
)
def test_required_data_that_the_session_page_does_not_ask_for_is_refused(
    platform: stripe.StripeClient, params: dict[str, Any], param: str
) -> None:
    error = refusal(platform.v1.checkout.sessions.create, SESSION | params)
    assert (error.code, error.param) == ("parameter_unsupported", param)
    assert platform.v1.checkout.sessions.list().data == []


def test_a_session_as_the_pinned_version_shows_it(platform: stripe.StripeClient) -> None:
    session = platform.v1.checkout.sessions.create(
        SESSION
        | {
            "customer_email": "a@b.vn",
            "ui_mode": "hosted_page",
            "phone_number_collection": {"enabled": False},
            "name_collection": {"individual": {"enabled": False, "optional": True}},
            "billing_address_collection": "auto",
            "consent_collection": {"terms_of_service": "none"},
            "expand": ["subscription", "setup_intent", "customer", "invoice", "payment_link"],
        }
    )
    assert (session.ui_mode, session.customer_email) == ("hosted_page", "a@b.vn")
    assert (session.customer_details.email, session.customer_details.tax_exempt) == ("a@b.vn", "none")
    price = session.line_items.data[0].price
    assert (price.active, price.billing_scheme, price.type, price.unit_amount, int(price.unit_amount_decimal)) == (
        True, "per_unit", "one_time", 40_000, 40_000,
    )  # fmt: skip
    assert (price.created, price.livemode, price.metadata.to_dict()) == (session.created, False, {})
    assert platform.v1.checkout.sessions.create(SESSION).customer_details is None


def test_settings_of_an_account_have_the_parts_of_the_pinned_version(platform: stripe.StripeClient) -> None:
    params = {
        "country": "VN",
        "type": "custom",
        "company": {"name": "HTX", "name_kana": "x"},
        "settings": {"treasury": {"tos_acceptance": {"ip": "1.1.1.1"}}, "card_payments": {"decline_on": {}}},
    }
    settings = platform.v1.accounts.create(params).settings
    assert settings.card_payments.decline_on.cvc_failure is False
    assert (settings.branding.logo, settings.payments.statement_descriptor) == (None, None)


LAN: dict[str, Any] = {
    "name": "Nguyễn Thị Lan",
    "email": "lan@example.vn",
    "phone": "0912345678",
    "address": {"line1": "12 Lê Lai", "city": "Cao Lãnh", "country": "VN"},
}


def test_billing_details_are_shown_on_payment_method_and_charge(platform: stripe.StripeClient) -> None:
    """However they are given: when an intent is created, confirmed or updated."""
    intents = platform.v1.payment_intents
    data = {"payment_method_data": {"type": "cash", "billing_details": LAN}}
    paid = pay(platform, **data, receipt_email="work@example.vn", expand=["payment_method", "latest_charge"])
    confirmed = intents.create({"amount": 50_000, "currency": "vnd"})
    confirmed = intents.confirm(confirmed.id, data | {"expand": ["payment_method", "latest_charge"]})
    updated = intents.create({"amount": 50_000, "currency": "vnd"})
    intents.update(updated.id, data)
    updated = intents.confirm(updated.id, {"expand": ["payment_method", "latest_charge"]})
    for intent in (paid, confirmed, updated):
        shown = intent.latest_charge.billing_details.to_dict()
        assert {name: shown[name] for name in ("name", "email", "phone", "tax_id")} == {
            "name": "Nguyễn Thị Lan", "email": "lan@example.vn", "phone": "0912345678", "tax_id": None,
        }  # fmt: skip
        assert shown["address"] == {"line2": None, "postal_code": None, "state": None, **LAN["address"]}
        assert intent.payment_method.billing_details.to_dict() == shown
    assert paid.latest_charge.receipt_email == "work@example.vn"
    bare = pay(platform, receipt_email="work@example.vn", expand=["latest_charge"]).latest_charge.billing_details
    assert (bare.name, bare.email, bare.address.city) == (None, "work@example.vn", None)


def test_billing_details_belong_to_the_method_with_which_they_were_given(platform: stripe.StripeClient) -> None:
    intents = platform.v1.payment_intents
    data: Any = {"payment_method_data": {"type": "vnpay", "billing_details": LAN}}
    intent = intents.create({"amount": 50_000, "currency": "vnd", **data, "expand": ["payment_method"]})
    assert PaymentIntent.objects.get().billing_details == LAN
    intent = intents.update(intent.id, {"payment_method_data": {"type": "cash"}})
    assert PaymentIntent.objects.get().billing_details == {}
    changed: Any = {"payment_method_data": {"type": "cash", "billing_details": {"name": "Hoa", "email": ""}}}
    charge = intents.confirm(intent.id, changed | {"expand": ["latest_charge"]}).latest_charge
    assert (charge.billing_details.name, charge.billing_details.email) == ("Hoa", None)
    assert PaymentIntent.objects.get().billing_details == {"name": "Hoa"}


def test_a_sessions_payment_has_the_billing_details_of_its_customer(platform: stripe.StripeClient) -> None:
    customer = platform.v1.customers.create(LAN)
    platform.v1.checkout.sessions.create(SESSION | {"customer": customer.id})
    assert PaymentIntent.objects.latest("sequence").billing_details == LAN
    platform.v1.checkout.sessions.create(SESSION | {"customer_email": "hoa@example.vn"})
    assert PaymentIntent.objects.latest("sequence").billing_details == {"email": "hoa@example.vn"}


def test_data_and_options_of_other_methods_are_dropped(platform: stripe.StripeClient) -> None:
    intent = platform.v1.payment_intents.create(
        {
            "amount": 50_000,
            "currency": "vnd",
            "payment_method_options": {"card": {"request_three_d_secure": "any"}, "klarna": {"preferred_locale": "de"}},
        }
    )
    assert intent.payment_method_options.to_dict() == {}
    error = refusal(
        platform.v1.payment_intents.create,
        {"amount": 50_000, "currency": "vnd", "payment_method_options": {"vnpey": {"locale": "vn"}}},
    )
    assert (error.code, error.param) == ("parameter_unknown", "payment_method_options[vnpey]")
