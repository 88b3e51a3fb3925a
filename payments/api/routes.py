"""Every endpoint, how a request finds it, and why some of Stripe's are not supported."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from payments.api.endpoint import Endpoint
from payments.api.resources import (
    accounts,
    application_fees,
    balance,
    balance_transactions,
    charges,
    checkout_sessions,
    customers,
    events,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    transfers,
    webhook_endpoints,
)

# In the order of the document.
_RESOURCES = (
    payment_intents, payment_methods, customers, charges, refunds, balance, balance_transactions, events,
    webhook_endpoints, accounts, transfers, payouts, application_fees, checkout_sessions,
)  # fmt: skip
_NOTHING_LATER = "Nothing can be charged without the buyer, so there is nothing to keep for later."
_NAME_WHAT_IS_PAID = "There is no catalogue here: send line_items[0][price_data]."
# Stripe's endpoints that are not supported here, with the reason and the alternative.
# Paths below /v1/; the first match counts.
_REASONS = [
    (r"(\w+)/search", "Search is not offered: use the list with its filters (created[gte], transfer_group, …)."),
    (r"payment_intents/\w+/\w+", "An intent can be confirmed, updated and canceled; nothing else is needed here."),
    (r"charges", "Charges are made by confirming a PaymentIntent; this path lists them."),
    (r"(payment_methods|tokens|sources|confirmation_tokens)(/.*)?",
     "No card data ever reaches this API: say payment_method_data[type] when you confirm a PaymentIntent."),
    (r"(setup_intents|mandates|setup_attempts)(/.*)?", _NOTHING_LATER),
    (r"(subscriptions|subscription_items|subscription_schedules|invoices|invoiceitems|credit_notes|quotes)(/.*)?",
     _NOTHING_LATER),
    (r"customers/\w+/(discount|subscriptions)(/.*)?", _NOTHING_LATER),
    (r"customers/\w+/\w+(/.*)?", "A customer holds no card, balance or tax id here: it says who buys."),
    (r"(customer_sessions|billing_portal)(/.*)?", "Buyers have no page for saved payment methods: nothing is saved."),
    (r"(products|prices|coupons|promotion_codes|payment_links|shipping_rates|tax_rates)(/.*)?", _NAME_WHAT_IS_PAID),
    (r"reviews(/.*)?", "The operator decides reviews; the intent shows one as `review` while it is open."),
    (r"ephemeral_keys(/.*)?", "No client of Stripe's for phones is needed: send the buyer to next_action's address."),
    (r"(payment_method_domains|payment_method_configurations|apple_pay)(/.*)?",
     "There are no wallets here: payment_method_types lists the offered methods."),
    (r"(country_specs|exchange_rates)(/.*)?", "There is one country, VN, and one currency, vnd."),
    (r"balance_settings", "Payouts are set for each account: settings[payouts][schedule]."),
    (r"test_helpers(/.*)?", "The stand-in of VNPay and of the banks obeys tests: see docs/providers.md."),
    (r"disputes(/.*)?", "VNPay and bank transfers know no disputes over an API: the operator decides reviews."),
    (r"(account_links|account_sessions|accounts/\w+/(login_links|persons|capabilities).*)",
     "Accounts are verified by the operator, with its agency contract; there is no hosted onboarding."),
    (r"accounts/\w+/external_accounts/\w+", "An account has one bank account: setting another takes its place."),
    (r"application_fees/\w+/refunds?", "A fee is given back with its transfer: reverse it, or refund with "
     "reverse_transfer and refund_application_fee."),
    (r"(topups|payouts/\w+/reverse)(/.*)?", "Money enters the balance by payments, and leaves it by payouts, alone."),
    (r"(files|file_links|reporting|issuing|terminal|identity|treasury|radar|climate|tax|apps)(/.*)?",
     "That product of Stripe's has no counterpart here."),
]  # fmt: skip
_PATTERNS = [(re.compile(f"/v1/{pattern}", re.ASCII), reason) for pattern, reason in _REASONS]
_PATTERNS.append((re.compile(r"/v2(/.*)?", re.ASCII), "There is only /v1 here: no /v2."))
_SEARCH = re.compile(r"/v1/(payment_intents|charges|customers|invoices|subscriptions|products|prices)/search", re.ASCII)
_ID = r"([A-Za-z0-9_]{1,100})"


@cache
def endpoints() -> tuple[Endpoint[Any], ...]:
    return tuple(endpoint for module in _RESOURCES for endpoint in module.ENDPOINTS)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Endpoint[Any]], ...]:
    """Paths without ids first, so that `/v1/balance/history` is not a balance called "history"."""
    ordered = sorted(endpoints(), key=lambda endpoint: endpoint.path.count("{"))
    return tuple((re.compile(re.sub(r"\{\w+\}", _ID, one.path)), one) for one in ordered)


def match(method: str, path: str) -> tuple[Endpoint[Any] | None, Mapping[str, str], set[str]]:
    """The endpoint with the ids in its path; without one, the methods that the path supports."""
    methods: set[str] = set()
    for pattern, endpoint in _patterns():
        if found := pattern.fullmatch(path):
            if endpoint.method == method:
                names = re.findall(r"\{(\w+)\}", endpoint.path)
                return endpoint, dict(zip(names, found.groups(), strict=True)), methods
            methods.add(endpoint.method)
    return None, {}, methods


def is_search(path: str) -> bool:
    """`/v1/payment_intents/search` is not an intent called "search"."""
    return bool(_SEARCH.fullmatch(path))


def why_absent(path: str) -> str:
    """The alternative, followed by a space; "" for a path that Stripe does not have either."""
    return next((f"{reason} " for pattern, reason in _PATTERNS if pattern.fullmatch(path)), "")
