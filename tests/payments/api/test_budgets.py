"""How many SQL statements a request takes: a list of a hundred no more than a list of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.models import PaymentIntent
from tests.payments.api.conftest import Api

INTENTS = "/v1/payment_intents"


def count(api: Api, method: str, path: str, body: str = "", **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert api.ask(method, path, body, **headers).status_code == 200
    return len(seen)


@pytest.fixture
def charges_database() -> None:
    """Marks tests that use the database with twelve payments, each with a refund."""


@pytest.fixture
def many(charges_database: None, key: str) -> str:
    """The last of twelve payments."""
    return PaymentIntent.objects.latest("created_at").pk


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"{INTENTS}?limit=%d", 3),
        (f"{INTENTS}?limit=%d&expand[]=data.latest_charge.balance_transaction", 6),
        ("/v1/charges?limit=%d", 3),
        ("/v1/charges?limit=%d&expand[]=data.payment_intent", 5),
        ("/v1/refunds?limit=%d&expand[]=data.charge", 4),
        ("/v1/balance_transactions?limit=%d&expand[]=data.source", 5),
        ("/v1/events?limit=%d", 2),
    ],
)
def test_a_long_list_takes_no_more_than_a_short_one(api: Api, many: str, path: str, most: int) -> None:
    api.get("/v1/balance")  # the key's first use of the day is written
    short = count(api, "GET", path % 2)
    assert (short, count(api, "GET", path % 12)) == (most, most)


def test_one_object(api: Api, many: str) -> None:
    api.get("/v1/balance")
    assert count(api, "GET", f"{INTENTS}/{many}") == 4
    assert count(api, "GET", "/v1/balance") == 2


def test_making_and_confirming(api: Api) -> None:
    api.get("/v1/balance")
    key = {"Idempotency-Key": "k1"}
    create = "amount=10000&currency=vnd&payment_method_types[]=vnpay"
    assert count(api, "POST", INTENTS, create, **key) == 16
    assert count(api, "POST", INTENTS, create, **key) == 5  # the stored answer
    id = api.post(INTENTS, create)[1]["id"]
    assert count(api, "POST", f"{INTENTS}/{id}/confirm", "payment_method_data[type]=vnpay") == 22
