"""What dj-stripe 2.11 asks for when it reads an account's objects: each list with its expansions, by Stripe's client.

`make integrations` runs dj-stripe itself.
"""

from typing import Any

import pytest
import stripe

from tests.payments.api.helpers import refusal
from tests.payments.api.test_integrations import SESSION, pay

VERSION = "2026-05-27.dahlia"
LISTS = {
    "payment_intents": [],
    "charges": ["data.balance_transaction"],
    "refunds": ["data.balance_transaction", "data.failure_balance_transaction"],
    "transfers": ["data.balance_transaction"],
    "payouts": ["data.destination"],
    "application_fees": ["data.account", "data.originating_transaction"],
    "balance_transactions": ["data.source"],
    "checkout.sessions": ["data.line_items", "data.total_details.breakdown", "data.line_items.data.discounts"],
    "webhook_endpoints": [],
    "events": [],
    "customers": ["data.default_source", "data.sources"],
}


def world(platform: stripe.StripeClient) -> str:
    account = platform.v1.accounts.create({"country": "VN", "type": "custom"})
    pay(platform, transfer_data={"destination": account.id}, application_fee_amount=10_000)
    platform.v1.checkout.sessions.create(SESSION)
    platform.v1.customers.create({"email": "no@b.vn", "name": "Lê Thị Nở"})
    return account.id


def test_every_list_is_read_for_each_account(platform: stripe.StripeClient) -> None:
    account = world(platform)
    for name, expanded in LISTS.items():
        service: Any = platform.v1
        for part in name.split("."):
            service = getattr(service, part)
        for who in ("acct_platform", account):
            options = {"stripe_account": who, "stripe_version": VERSION}
            seen = list(service.list({"expand": expanded}, options).auto_paging_iter())
            assert seen or who == account or name in ("refunds", "payouts", "webhook_endpoints"), name
    assert platform.v1.accounts.retrieve_current().id == "acct_platform"
    assert [one.id for one in platform.v1.accounts.list().data] == [account]


def test_what_a_session_holds_can_be_expanded(platform: stripe.StripeClient) -> None:
    world(platform)
    [session] = platform.v1.checkout.sessions.list({"expand": LISTS["checkout.sessions"]}).data
    assert (session.line_items["total_count"], session.line_items.data[0]["discounts"]) == (1, [])
    assert session.total_details["breakdown"].to_dict() == {"discounts": [], "taxes": []}


def test_customers_have_no_sources_and_no_payment_methods(platform: stripe.StripeClient) -> None:
    world(platform)
    [customer] = platform.v1.customers.list({"expand": LISTS["customers"]}).data
    assert (customer.default_source, customer.sources.data) == (None, [])
    for kind in ("card", "bank_account"):
        listed = platform.raw_request("get", f"/v1/customers/{customer.id}/sources?object={kind}").data
        assert (listed["data"], listed["url"]) == ([], f"/v1/customers/{customer.id}/sources")
    assert platform.v1.payment_methods.list({"customer": customer.id, "type": "card"}).data == []
    assert refusal(platform.raw_request, "get", "/v1/customers/cus_1/sources").code == "resource_missing"


@pytest.mark.parametrize("name", ["products", "disputes", "setup_intents", "subscriptions", "invoices"])
def test_lists_of_what_is_not_here_are_refused_with_the_reason(platform: stripe.StripeClient, name: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.raw_request("get", f"/v1/{name}")
    assert refused.value.http_status == 404
    assert refused.value.user_message.startswith(f"Unrecognized request URL (GET: /v1/{name}). ")
