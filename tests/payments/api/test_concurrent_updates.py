"""Calls that change one object at the same moment, by Stripe's own client on real threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe
from django.db import connections

from payments.api.services.create_api_key import create_api_key

pytestmark = pytest.mark.threads
COUNT = 6


@pytest.fixture
def clients(live_server: Any, make_client: Callable[..., stripe.StripeClient]) -> list[stripe.StripeClient]:
    key = create_api_key()[1]
    return [make_client(key) for _ in range(COUNT)]


def at_once(clients: list[stripe.StripeClient], call: Callable[[int, stripe.StripeClient], Any]) -> list[Any]:
    start = threading.Barrier(COUNT)

    def run(number: int) -> Any:
        start.wait()
        try:
            return call(number, clients[number])
        except stripe.StripeError as error:
            return error.http_status, error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(COUNT) as pool:
        return list(pool.map(run, range(COUNT)))


@pytest.mark.parametrize("name", ["customers", "payment_intents"])
def test_each_name_of_metadata_is_stored(clients: list[stripe.StripeClient], name: str) -> None:
    resource = getattr(clients[0].v1, name)
    created = resource.create({} if name == "customers" else {"amount": 10_000, "currency": "vnd"})
    at_once(
        clients, lambda number, client: getattr(client.v1, name).update(created.id, {"metadata": {f"m{number}": "x"}})
    )
    assert resource.retrieve(created.id).metadata.to_dict() == {f"m{number}": "x" for number in range(COUNT)}


def test_a_customer_is_deleted_once(clients: list[stripe.StripeClient]) -> None:
    customer = clients[0].v1.customers.create()
    answers = at_once(clients, lambda _number, client: client.v1.customers.delete(customer.id).deleted)
    assert sorted(map(str, answers)) == ["(404, 'resource_missing')"] * (COUNT - 1) + ["True"]
