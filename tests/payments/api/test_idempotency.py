"""Each key has one answer, also after errors and with concurrent requests."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe
from django.db import connections

from core.http.environ import UNREADABLE
from core.models import IdempotentAnswer
from payments.api.resources import payment_intents
from payments.api.services.create_api_key import create_api_key
from payments.models import PaymentIntent
from tests.payments.api.conftest import Api

INTENTS = "/v1/payment_intents"
BODY = "amount=1000&currency=vnd"


def test_repeated_request_gets_the_stored_answer(api: Api) -> None:
    first = api.ask("POST", INTENTS, BODY, **{"Idempotency-Key": "k1"})
    again = api.ask("POST", INTENTS, BODY, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first
    assert (again["Idempotent-Replayed"], again["Original-Request"]) == ("true", first["Request-Id"])
    assert (first["Idempotency-Key"], again["Idempotency-Key"]) == ("k1", "k1")
    assert again["Request-Id"] != first["Request-Id"]
    assert PaymentIntent.objects.count() == 1


def test_another_body_under_the_key_is_refused(api: Api) -> None:
    api.post(INTENTS, BODY, **{"Idempotency-Key": "k1"})
    for path, body in ((INTENTS, "amount=2000&currency=vnd"), ("/v1/refunds", "charge=ch_1")):
        status, answer = api.post(path, body, **{"Idempotency-Key": "k1"})
        assert (status, answer["error"]["type"]) == (400, "idempotency_error")
        assert "can only be used with the same parameters" in answer["error"]["message"]
    assert PaymentIntent.objects.count() == 1


def test_refusal_is_stored_and_an_invalid_parameter_is_not(api: Api) -> None:
    _, intent = api.post(INTENTS, BODY)
    confirm = f"{INTENTS}/{intent['id']}/confirm"
    first = api.ask("POST", confirm, "", **{"Idempotency-Key": "k1"})
    again = api.ask("POST", confirm, "", **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (400, 400, "true")
    assert first.json() == again.json()
    assert api.post(INTENTS, "amount=x&currency=vnd", **{"Idempotency-Key": "k2"})[0] == 400
    assert api.post(INTENTS, BODY, **{"Idempotency-Key": "k2"})[0] == 200


def test_internal_error_stores_no_answer(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**more: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(payment_intents, "create_api_intent", broken)
        assert api.post(INTENTS, BODY, **{"Idempotency-Key": "k1"})[0] == 500
    assert IdempotentAnswer.objects.count() == 0
    assert api.post(INTENTS, BODY, **{"Idempotency-Key": "k1"})[0] == 200


@pytest.mark.parametrize("text", ["", " ", "k" * 256, "k\x7f", "hoàn-1", "đđ", UNREADABLE])
def test_malformed_idempotency_key_is_refused(api: Api, text: str) -> None:
    answer = api.ask("POST", INTENTS, BODY, **{"Idempotency-Key": text.strip()})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "idempotency_error")
    assert "printable ASCII texts of 1 to 255 characters" in error["message"]
    assert "Idempotency-Key" not in answer
    assert PaymentIntent.objects.count() == 0


def test_idempotency_keys_belong_to_an_account(api: Api, payee: str) -> None:
    body = BODY + "&payment_method_types[]=cash"
    mine = api.post(INTENTS, body, **{"Idempotency-Key": "k1"})[1]["id"]
    in_account = api.post(INTENTS, body, **{"Idempotency-Key": "k1", "Stripe-Account": payee})[1]["id"]
    theirs = Api(create_api_key(payee_id=payee)[1]).post(INTENTS, body, **{"Idempotency-Key": "k1"})[1]["id"]
    second_key = Api(create_api_key()[1]).post(INTENTS, body, **{"Idempotency-Key": "k1"})[1]["id"]
    assert len({mine, in_account, theirs}) == 3
    assert second_key == mine  # keys of idempotency belong to the account, not to one of its API keys


def test_get_ignores_the_idempotency_key(api: Api) -> None:
    for _ in range(2):
        assert "Idempotent-Replayed" not in api.ask("GET", "/v1/balance", **{"Idempotency-Key": "k1"})
    assert IdempotentAnswer.objects.count() == 0


@pytest.mark.threads
def test_concurrent_request_with_the_same_key_is_refused(
    live_server: Any, make_client: Callable[..., stripe.StripeClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first holds its transaction open until the second has been answered."""
    inside, go_on = threading.Event(), threading.Event()
    original = payment_intents.create_api_intent

    def slow(**arguments: Any) -> PaymentIntent:
        created = original(**arguments)
        inside.set()
        assert go_on.wait(20)
        return created

    monkeypatch.setattr(payment_intents, "create_api_intent", slow)
    client = make_client(create_api_key()[1])

    def create() -> stripe.PaymentIntent:
        return client.v1.payment_intents.create({"amount": 1_000, "currency": "vnd"}, {"idempotency_key": "k1"})

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(create)
        assert inside.wait(20)
        with pytest.raises(stripe.APIError) as refused:
            create()
        go_on.set()
        created = first.result(20)
    assert (refused.value.http_status, refused.value.json_body["error"]["code"]) == (409, "idempotency_key_in_use")
    assert refused.value.headers["Stripe-Should-Retry"] == "true"
    assert create().id == created.id
    assert PaymentIntent.objects.count() == 1


@pytest.mark.threads
def test_sixteen_at_once_make_one(live_server: Any, make_client: Callable[..., stripe.StripeClient]) -> None:
    """Each tries again as Stripe's client does by itself, until it has the answer."""
    key = create_api_key()[1]
    start = threading.Barrier(16)

    def create(number: int) -> str:
        client = make_client(key, max_network_retries=10)
        start.wait()
        try:
            intent = client.v1.payment_intents.create(
                {"amount": 1_000, "currency": "vnd", "payment_method_data": {"type": "cash"}, "confirm": True},  # type: ignore[typeddict-item]
                {"idempotency_key": "k1"},
            )
            return f"{intent.id} {intent.status}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(create, range(16)))
    assert len(answers) == 1
    assert answers.pop().endswith(" succeeded")
    assert PaymentIntent.objects.count() == 1
