"""Every endpoint, and which one a request means."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from payments.api.endpoint import Endpoint

# Each declares its `ENDPOINTS`; the order is that of the document.
RESOURCES = [
    "payment_intents",
    "payment_methods",
    "charges",
    "refunds",
    "balance",
    "balance_transactions",
    "events",
    "event_retries",
    "webhook_endpoints",
    "accounts",
    "transfers",
    "payouts",
    "application_fees",
    "checkout_sessions",
]
_ID = r"([A-Za-z0-9_]{1,100})"


@cache
def endpoints() -> tuple[Endpoint[Any], ...]:
    modules = [import_module(f"payments.api.resources.{name}") for name in RESOURCES]
    return tuple(endpoint for module in modules for endpoint in module.ENDPOINTS)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Endpoint[Any]], ...]:
    """Paths without ids first, so that `/v1/balance/history` is no balance called "history"."""
    ordered = sorted(endpoints(), key=lambda endpoint: endpoint.path.count("{"))
    return tuple((re.compile(re.sub(r"\{\w+\}", _ID, one.path)), one) for one in ordered)


def match(method: str, path: str) -> tuple[Endpoint[Any] | None, Mapping[str, str], set[str]]:
    """The endpoint with the ids in its path; without one, the methods that the path does know."""
    methods: set[str] = set()
    for pattern, endpoint in _patterns():
        if found := pattern.fullmatch(path):
            if endpoint.method == method:
                names = re.findall(r"\{(\w+)\}", endpoint.path)
                return endpoint, dict(zip(names, found.groups(), strict=True)), methods
            methods.add(endpoint.method)
    return None, {}, methods
