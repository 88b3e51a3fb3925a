"""Every parameter that Stripe's own client can send is taken here, or listed with what becomes of it."""

import pytest
import stripe.params
import stripe.params.checkout

from payments.api.routes import endpoints
from payments.api.unsupported_params import RULES

THEIRS = {
    "POST /v1/payment_intents": "PaymentIntentCreateParams",
    "GET /v1/payment_intents": "PaymentIntentListParams",
    "GET /v1/payment_intents/{intent}": "PaymentIntentRetrieveParams",
    "POST /v1/payment_intents/{intent}": "PaymentIntentUpdateParams",
    "POST /v1/payment_intents/{intent}/confirm": "PaymentIntentConfirmParams",
    "POST /v1/payment_intents/{intent}/cancel": "PaymentIntentCancelParams",
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
