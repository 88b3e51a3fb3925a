"""docs/payments.md: its tables are the code's, and its quick start runs as it is printed."""

import re
from pathlib import Path
from typing import Any

import stripe

from payments.api.routes import endpoints
from payments.api.services.create_api_key import create_api_key
from payments.api.unsupported_params import RULES, Ignored, Only, OnlyInside, Refused, Rule
from tests.payments.api.helpers import at_vnpay

DOCS = (Path(__file__).parents[3] / "docs" / "payments.md").read_text()


def endpoint_table() -> str:
    """Each resource with its paths and what may be done there; the first word is its name in a restricted key."""
    result: dict[str, dict[str, list[str]]] = {}
    for endpoint in endpoints():
        path = re.sub(r"\{\w+\}", ":id", endpoint.path.removeprefix("/v1/"))
        result.setdefault(endpoint.permission, {}).setdefault(path, []).append(endpoint.method)
    rows = [f"| `{name}` | {_paths(paths)} |" for name, paths in result.items()]
    return "\n".join(["| permission | below `/v1/` |", "|---|---|", *rows])


def _paths(paths: dict[str, list[str]]) -> str:
    return " · ".join(f"`{path}` {' '.join(methods)}" for path, methods in paths.items())


def foreign_table() -> str:
    """What becomes of Stripe's parameters that cannot apply; alike rules of several endpoints are one row."""
    where: dict[tuple[str, Rule], list[str]] = {}
    for endpoint, rules in RULES.items():
        for name, rule in rules.items():
            where.setdefault((name, rule), []).append(endpoint)
    rows = [f"| `{name}` | {_of(at)} | {_described(rule)} |" for (name, rule), at in where.items()]
    return "\n".join(["| parameter | of | |", "|---|---|---|", *rows])


def _of(endpoints_of: list[str]) -> str:
    names = [re.sub(r"\{\w+\}", ":id", one.replace("/v1/", "")) for one in endpoints_of]
    return names[0] if len(names) == 1 else f"{names[0].split()[1].split('/')[0]}, all"


def _described(rule: Rule) -> str:
    match rule:
        case Ignored(why):
            return f"ignored. {why}"
        case Refused(why):
            return f"refused. {why}"
        case Only(values, why):
            return f"only {' or '.join(f'`{value}`' for value in values)}. {why}"
        case OnlyInside(values, why):
            return f"only {', '.join(f'`[{name}]={value}`' for name, allowed in values for value in allowed)}. {why}"


def test_the_tables_are_the_codes() -> None:
    assert endpoint_table() in DOCS
    assert foreign_table() in DOCS


def test_the_quick_start_runs(transactional_db: None, live_server: Any) -> None:
    shown = re.search(r"```python\n(.*?)```", DOCS, re.DOTALL)
    assert shown
    supplied: dict[str, Any] = {"SECRET_KEY": create_api_key()[1], "BASE_URL": live_server.url}
    exec(shown[1], supplied)
    at_vnpay(live_server.url, supplied["send_the_buyer_to"])
    client: stripe.StripeClient = supplied["client"]
    paid = client.v1.payment_intents.retrieve(supplied["intent"].id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.latest_charge.balance_transaction[:4]) == ("succeeded", "txn_")
