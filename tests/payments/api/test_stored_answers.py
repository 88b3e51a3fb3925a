"""The stored answers of idempotency keys are kept for a day, and erased with a person."""

from datetime import timedelta

import pytest
import time_machine

from core import clock
from core.idempotency import run_once
from core.models import IdempotentAnswer
from payments.api.stored_answers import KEEP, delete_old_answers, erase_answers
from payments.models import PaymentIntent
from tests.payments.api.conftest import Api

pytestmark = pytest.mark.django_db
INTENTS = "/v1/payment_intents"
NAMED = "amount=1000&currency=vnd&receipt_email=lan@example.vn"


def test_answer_is_deleted_after_a_day(api: Api) -> None:
    with time_machine.travel(clock.now() - KEEP - timedelta(minutes=1)):
        api.post(INTENTS, NAMED, **{"Idempotency-Key": "old"})
        run_once("orders.place_order", "other", "f", dict)
    api.post(INTENTS, NAMED, **{"Idempotency-Key": "young"})
    assert delete_old_answers() == 1
    assert set(IdempotentAnswer.objects.values_list("key", flat=True)) == {"other", "young"}
    again = api.ask("POST", INTENTS, NAMED, **{"Idempotency-Key": "old"})
    assert (again.status_code, "Idempotent-Replayed" in again.headers) == (200, False)


def test_erased_answer_keeps_its_key(api: Api) -> None:
    id = api.post(INTENTS, NAMED, **{"Idempotency-Key": "k"})[1]["id"]
    other = api.ask("POST", INTENTS, "amount=2000&currency=vnd", **{"Idempotency-Key": "other"})
    assert erase_answers([id]) == 1
    assert erase_answers([id]) == 0
    assert "lan@example.vn" not in str(list(IdempotentAnswer.objects.values_list("answer", flat=True)))
    again = api.ask("POST", INTENTS, NAMED, **{"Idempotency-Key": "k"})
    assert (again.status_code, again["Idempotent-Replayed"]) == (400, "true")
    assert again.json()["error"]["type"] == "idempotency_error"
    assert "retrieve its object" in again.json()["error"]["message"]
    assert PaymentIntent.objects.count() == 2
    assert api.post(INTENTS, "amount=2000&currency=vnd", **{"Idempotency-Key": "other"})[1] == other.json()


def test_answer_that_shows_the_object_inside_another_is_erased(api: Api) -> None:
    customer = api.post("/v1/customers", "email=lan@example.vn", **{"Idempotency-Key": "encrypted"})[1]["id"]
    body = f"amount=1000&currency=vnd&customer={customer}&expand[]=customer"
    shown = api.post(INTENTS, body, **{"Idempotency-Key": "expanded"})[1]
    assert shown["customer"]["email"] == "lan@example.vn"
    assert erase_answers([customer]) == 2


def test_answer_of_a_lost_key_is_kept(api: Api, settings) -> None:
    id = api.post("/v1/customers", "email=lan@example.vn", **{"Idempotency-Key": "k"})[1]["id"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", []
    assert erase_answers([id]) == 0
