"""`marketplace demo` tells the public sign-ins and keys, and refuses where they must not work."""

import json
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def tell() -> dict:
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_what_is_told(settings) -> None:
    make_user(is_demo=True)
    settings.BASE_URL = "http://127.0.0.1:8123"
    told = tell()
    assert list(told) == ["base_url", "graphql_url", "sign_ins", "vnpay"]
    assert [told["base_url"], told["graphql_url"]] == ["http://127.0.0.1:8123", "http://127.0.0.1:8123/graphql/"]
    assert [person["role"] for person in told["sign_ins"]] == [
        "buyer",
        "household",
        "cooperative",
        "commune",
        "province",
        "operator",
    ]
    assert told["sign_ins"][0] == {"role": "buyer", "identifier": "0900000001", "password": "choxa-demo-2026"}
    assert list(told["vnpay"]) == ["sandbox_url", "control_url", "ipn_url", "return_url", "tmn_code", "hash_secret"]


def test_every_address_told_is_there() -> None:
    make_user(is_demo=True)
    told = tell()
    for url in (told["graphql_url"], *(url for name, url in told["vnpay"].items() if name.endswith("_url"))):
        assert resolve(urlsplit(url).path)


def test_refused_without_demo_data() -> None:
    make_user()
    with pytest.raises(CommandError, match="no demo data here"):
        tell()


def test_refused_in_production(settings) -> None:
    make_user(is_demo=True)
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no demo data here"):
        tell()
