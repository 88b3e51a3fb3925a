"""The API for tests: keys, and Stripe's own client against a live server of ours."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
import stripe
from django.test import Client

from payments.api.services.create_api_key import create_api_key
from payments.connected_accounts.services.create_payee import create_payee
from payments.models import ApiKey


@pytest.fixture
def key(db: None) -> str:
    """A secret key of the platform."""
    return create_api_key()[1]


@pytest.fixture
def payee(db: None) -> str:
    return create_payee(name="HTX Mỹ Xương").pk


class Api:
    """Raw requests, as a client without any library sends them; answers are (status, body)."""

    def __init__(self, key: str) -> None:
        self.client, self.key = Client(raise_request_exception=False), key
        self.headers: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.key}"} | headers
        return self.client.generic(method, path, body, content_type="application/x-www-form-urlencoded", headers=sent)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
        response = self.ask("GET", path, **headers)
        return response.status_code, response.json()

    def post(self, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
        response = self.ask("POST", path, body, **headers)
        return response.status_code, response.json()

    def error(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str | None, str | None]:
        """(status, type, code, param) of a refusal."""
        response = self.ask(method, path, body, **headers)
        error = response.json()["error"]
        return response.status_code, error["type"], error.get("code"), error.get("param")


@pytest.fixture
def api(key: str) -> Api:
    return Api(key)


@pytest.fixture
def basic() -> Callable[[str], str]:
    return lambda key: "Basic " + base64.b64encode(f"{key}:".encode()).decode()


@pytest.fixture
def make_client(transactional_db: None, live_server: Any) -> Callable[..., stripe.StripeClient]:
    """Stripe's client for a key; it does not try again by itself, so that each answer is seen."""

    def make(key: str, **more: Any) -> stripe.StripeClient:
        return stripe.StripeClient(key, base_addresses={"api": live_server.url}, **({"max_network_retries": 0} | more))

    return make


@pytest.fixture
def platform(make_client: Callable[..., stripe.StripeClient]) -> stripe.StripeClient:
    return make_client(create_api_key()[1])


def key_row(text: str) -> ApiKey:
    from payments.api.authentication import digest

    return ApiKey.objects.get(digest=digest(text))
