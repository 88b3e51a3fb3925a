"""`marketplace demo` prints the public sign-ins and keys, and refuses where they must not work."""

import json
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from payments.models import ApiKey, PaymentIntent
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def description() -> dict:
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_description_lists_sign_ins_and_keys(settings) -> None:
    make_user(is_demo=True)
    settings.BASE_URL = "http://127.0.0.1:8123"
    output = description()
    assert list(output) == ["base_url", "graphql_url", "sign_ins", "vnpay", "stripe"]
    assert [output["base_url"], output["graphql_url"]] == ["http://127.0.0.1:8123", "http://127.0.0.1:8123/graphql/"]
    assert [person["role"] for person in output["sign_ins"]] == [
        "buyer",
        "household",
        "cooperative",
        "commune",
        "province",
        "operator",
    ]
    assert output["sign_ins"][0] == {"role": "buyer", "identifier": "0900000001", "password": "choxa-demo-2026"}
    assert list(output["vnpay"]) == ["sandbox_url", "control_url", "ipn_url", "return_url", "tmn_code", "hash_secret"]


def test_keys_work_and_are_stable(client) -> None:
    make_user(is_demo=True)
    keys = description()["stripe"]
    assert list(keys) == ["secret_key", "restricted_key", "webhook_secret", "account"]
    assert description()["stripe"] == keys
    assert (ApiKey.objects.count(), keys["account"]) == (2, None)
    assert not ApiKey.objects.filter(digest__in=keys.values()).exists()
    reads = {"Authorization": f"Bearer {keys['restricted_key']}"}
    assert client.get("/v1/balance", headers=reads).json()["available"][0]["amount"] == 0
    new = "amount=1000&currency=vnd"
    form = "application/x-www-form-urlencoded"
    assert client.post("/v1/payment_intents", new, content_type=form, headers=reads).status_code == 403
    writes = {"Authorization": f"Bearer {keys['secret_key']}"}
    assert client.post("/v1/payment_intents", new, content_type=form, headers=writes).status_code == 200
    assert PaymentIntent.objects.count() == 1


def test_every_listed_address_exists() -> None:
    make_user(is_demo=True)
    output = description()
    for url in (output["graphql_url"], *(url for name, url in output["vnpay"].items() if name.endswith("_url"))):
        assert resolve(urlsplit(url).path)


def test_refused_without_demo_data() -> None:
    make_user()
    with pytest.raises(CommandError, match="no demo data here"):
        description()


def test_refused_in_production(settings) -> None:
    make_user(is_demo=True)
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no demo data here"):
        description()
