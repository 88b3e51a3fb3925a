"""Requests to an operation with generated parameters, where half of the ids are those of real objects."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis import checks
from schemathesis.specs.openapi import checks as conformance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from marketplace.wsgi import application
from payments.api.services.create_api_key import create_api_key
from payments.api.services.create_customer import create_customer
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.intents.services.confirm_api_intent import confirm_api_intent
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import ApiEvent, Attempt
from payments.refunds.services.create_refund import create_refund
from payments.webhooks import addresses
from payments.webhooks.endpoints import create_endpoint

CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
    conformance.ignored_auth,
]


def load_schema() -> OpenApiSchema:
    """The document as the shop serves it; a second or two."""
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", application)


def call(case: schemathesis.Case, world: dict[str, str]) -> None:
    """Half of the ids are those of real objects."""
    for name, value in case.path_parameters.items():
        if len(str(value)) % 2:
            case.path_parameters[name] = world[name]
    headers = {"Authorization": f"Bearer {world['key']}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, checks=CHECKS)


@contextmanager
def own_connection() -> Iterator[None]:
    """Requests stay on the test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A key, and an object of each kind; no webhook is called."""
    monkeypatch.setattr(addresses, "resolve", lambda host, port: ["1.1.1.1"])
    payee = create_payee(name="HTX Mỹ Xương")
    paid = create_api_intent(amount=300_000, payment_method_types=["cash"], payment_method_type="cash")
    confirm_api_intent(intent_id=paid.pk, ip="127.0.0.1")
    refund = create_refund(intent_id=paid.pk, amount=1_000, reason="duplicate")
    transfer = create_transfer(intent_id=paid.pk, amount=100_000, payee_id=payee.pk, reference="one")
    charge = Attempt.objects.get(intent=paid).charge_id or ""
    with own_connection():
        yield {
            "key": create_api_key()[1],
            "intent": create_api_intent(amount=50_000, payment_method_types=["vnpay", "cash"]).pk,
            "charge": charge,
            "customer": create_customer(payee_id=None, name="Lan", email="lan@example.vn").pk,
            "refund": refund.pk,
            "transfer": transfer.pk,
            "account": payee.pk,
            "payment_method": paid.payment_method_id,
            "id": transfer.pk,
            "fee": transfer.fee_id or "fee_none",
            "event": ApiEvent.objects.filter(payee=None)[0].pk,
            "webhook_endpoint": create_endpoint(url="https://a.example/", enabled_events=["*"], livemode=False)[0].pk,
            "payout": "po_unknown",
            "session": create_session(items=[Item("Xoài", 1, 90_000)], success_url="https://a.example/").pk,
        }
