"""Every parameter that Stripe's own client can send is taken here, or listed with what becomes of it."""

import re
import sys
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
import stripe.params
import stripe.params.checkout
from typing_extensions import is_typeddict

from payments.api.fields import Hash
from payments.api.routes import endpoints
from payments.api.unsupported_params import RULES

THEIRS = {
    "POST /v1/payment_intents": "PaymentIntentCreateParams",
    "GET /v1/payment_intents": "PaymentIntentListParams",
    "GET /v1/payment_intents/{intent}": "PaymentIntentRetrieveParams",
    "POST /v1/payment_intents/{intent}": "PaymentIntentUpdateParams",
    "POST /v1/payment_intents/{intent}/confirm": "PaymentIntentConfirmParams",
    "POST /v1/payment_intents/{intent}/cancel": "PaymentIntentCancelParams",
    "POST /v1/payment_intents/{intent}/capture": "PaymentIntentCaptureParams",
    "GET /v1/payment_methods": "PaymentMethodListParams",
    "POST /v1/customers": "CustomerCreateParams",
    "GET /v1/customers": "CustomerListParams",
    "POST /v1/customers/{customer}": "CustomerUpdateParams",
    "GET /v1/customers/{customer}/payment_methods": "CustomerPaymentMethodListParams",
    "GET /v1/charges": "ChargeListParams",
    "POST /v1/charges/{charge}": "ChargeUpdateParams",
    "POST /v1/refunds": "RefundCreateParams",
    "GET /v1/refunds": "RefundListParams",
    "POST /v1/refunds/{refund}": "RefundUpdateParams",
    "POST /v1/refunds/{refund}/cancel": "RefundCancelParams",
    "GET /v1/balance_transactions": "BalanceTransactionListParams",
    "GET /v1/events": "EventListParams",
    "POST /v1/webhook_endpoints": "WebhookEndpointCreateParams",
    "GET /v1/webhook_endpoints": "WebhookEndpointListParams",
    "POST /v1/webhook_endpoints/{webhook_endpoint}": "WebhookEndpointUpdateParams",
    "POST /v1/accounts": "AccountCreateParams",
    "GET /v1/accounts": "AccountListParams",
    "POST /v1/accounts/{account}": "AccountUpdateParams",
    "POST /v1/accounts/{account}/external_accounts": "AccountExternalAccountCreateParams",
    "GET /v1/accounts/{account}/external_accounts": "AccountExternalAccountListParams",
    "POST /v1/transfers": "TransferCreateParams",
    "GET /v1/transfers": "TransferListParams",
    "POST /v1/transfers/{transfer}": "TransferUpdateParams",
    "POST /v1/transfers/{id}/reversals": "TransferReversalCreateParams",
    "POST /v1/transfers/{transfer}/reversals/{id}": "TransferReversalUpdateParams",
    "POST /v1/payouts": "PayoutCreateParams",
    "GET /v1/payouts": "PayoutListParams",
    "POST /v1/payouts/{payout}": "PayoutUpdateParams",
    "GET /v1/application_fees": "ApplicationFeeListParams",
    "GET /v1/application_fees/{id}/refunds": "ApplicationFeeRefundListParams",
    "GET /v1/application_fees/{fee}/refunds/{id}": "ApplicationFeeRefundRetrieveParams",
    "POST /v1/application_fees/{fee}/refunds/{id}": "ApplicationFeeRefundUpdateParams",
    "POST /v1/checkout/sessions": "SessionCreateParams",
    "GET /v1/checkout/sessions": "SessionListParams",
    "POST /v1/checkout/sessions/{session}": "SessionUpdateParams",
}
# Of the request itself, not of the endpoint.
OPTIONS = {
    "api_key", "content_type", "headers", "idempotency_key", "max_network_retries", "stripe_account", "stripe_context",
    "stripe_version",
}  # fmt: skip


@pytest.mark.parametrize("endpoint", THEIRS)
def test_each_is_taken_or_listed(endpoint: str) -> None:
    room = stripe.params.checkout if "/checkout/" in endpoint else stripe.params
    theirs = set(getattr(room, THEIRS[endpoint]).__annotations__) - OPTIONS
    [ours] = [one for one in endpoints() if one.name == endpoint]
    assert theirs - set(ours.params.model_fields) - set(RULES.get(endpoint, {})) == set()


@pytest.mark.parametrize("endpoint", RULES)
def test_nothing_is_listed_that_is_taken(endpoint: str) -> None:
    [ours] = [one for one in endpoints() if one.name == endpoint]
    assert set(ours.params.model_fields) & set(RULES[endpoint]) == set()


def hashes(owner: Any, name: str) -> list[Any]:
    """The typed dictionaries that a parameter of Stripe's client may hold."""
    module = sys.modules[owner.__module__]
    words = re.findall(r"\w+", str(owner.__annotations__[name]))
    values = [getattr(module, word, None) for word in words]
    return [value for value in values if is_typeddict(value)]


def models_in(hint: Any) -> list[type[Hash]]:
    if isinstance(hint, type) and issubclass(hint, Hash):
        return [hint]
    return [model for part in get_args(hint) if get_origin(hint) is not dict for model in models_in(part)]


def unknown(theirs: Any, ours: type[Hash], path: str = "") -> Iterator[str]:
    """The names inside of Stripe's hashes that would be refused as unknown."""
    for name in theirs.__annotations__:
        field = ours.model_fields.get(name)
        if field is None and path and name not in ours.dropped:
            yield f"{path}[{name}]"
        for inner in models_in(field.annotation)[:1] if field else []:
            for hash in hashes(theirs, name):
                yield from unknown(hash, inner, f"{path}[{name}]" if path else name)


# A card's data never reach this API; a payout has one day.
NOT_TAKEN = {
    *(f"external_account[{name}]" for name in ("address_city", "address_country", "address_line1", "address_line2",
      "address_state", "address_zip", "cvc", "exp_month", "exp_year", "name", "number", "token")),
    "settings[payouts][schedule][monthly_payout_days]", "settings[payouts][schedule][weekly_payout_days]",
}  # fmt: skip


@pytest.mark.parametrize("endpoint", THEIRS)
def test_each_nested_name_is_taken_or_dropped(endpoint: str) -> None:
    room = stripe.params.checkout if "/checkout/" in endpoint else stripe.params
    [ours] = [one for one in endpoints() if one.name == endpoint]
    assert set(unknown(getattr(room, THEIRS[endpoint]), ours.params)) <= NOT_TAKEN
