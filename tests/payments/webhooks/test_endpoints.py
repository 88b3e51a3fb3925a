"""Endpoints are made, changed and dropped; a refusal changes nothing."""

import pytest

from core.encryption import decrypt
from core.errors import DomainError
from payments.events.types import EVENT_TYPES
from payments.models import WebhookEndpoint
from payments.webhooks.endpoints import create_endpoint, update_endpoint

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:9009/hook"


def make(**changes) -> tuple[WebhookEndpoint, str]:
    return create_endpoint(**{"url": URL, "enabled_events": ["*"], "livemode": False} | changes)


def rows() -> list:
    return list(WebhookEndpoint.objects.order_by("pk").values())


def test_an_endpoint() -> None:
    endpoint, secret = make(enabled_events=["payout.paid", "payout.paid", "payout.failed"], metadata={"a": "b"})
    endpoint.refresh_from_db()
    assert endpoint.pk.startswith("we_")
    assert decrypt(endpoint.encrypted_secret) == secret
    assert endpoint.enabled_events == ["payout.paid", "payout.failed"]
    assert (endpoint.is_enabled, endpoint.metadata, endpoint.connect) == (True, {"a": "b"}, False)


@pytest.mark.parametrize("names", [[], ["payout.paid", "payout.flown"], ["payment_intent.*"]])
def test_types_that_are_never_sent_are_refused(names: list[str]) -> None:
    with pytest.raises(DomainError) as caught:
        make(enabled_events=names)
    assert (caught.value.code, caught.value.field, rows()) == ("EVENT_UNKNOWN", "enabled_events", [])


@pytest.mark.parametrize("change", [{"url": "http://10.0.0.1/"}, {"enabled_events": ["flown"]}])
def test_a_refused_change(change: dict) -> None:
    endpoint, _secret = make()
    before = rows()
    with pytest.raises(DomainError):
        update_endpoint(endpoint_id=endpoint.pk, description="new", **change)
    assert rows() == before


def test_a_change() -> None:
    endpoint, secret = make()
    update_endpoint(endpoint_id=endpoint.pk, url=URL + "/2", enabled_events=["payout.paid"], description="mới")
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.enabled_events, endpoint.description) == (URL + "/2", ["payout.paid"], "mới")
    assert decrypt(endpoint.encrypted_secret) == secret


def test_types_are_in_order_and_once() -> None:
    assert list(EVENT_TYPES) == sorted(set(EVENT_TYPES))
