"""The log contains neither texts that people typed, now or before, nor codes or ids that grant access.

Every address of the tables of pages is requested by a role that has access. Each form is also sent with marked texts in
every field, and so is each API. No line may contain these texts, phone numbers, or values of the columns of typed text
(`tests.longest`).
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import UploadedFile

from core.logs.formatters import JsonFormatter
from tests.access import people, world
from tests.access.addresses import addresses
from tests.access.forms import form_of
from tests.access.request import Asker
from tests.access.test_pages import TABLES, _path, _who_enters
from tests.access.world import World
from tests.log_lines import log_lines
from tests.longest import TYPED, TYPED_JSON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]
TYPED_NOW = {
    "Trương Thị Mẫu Đơn", "0987001002", "mau.don@thu.example.vn", "77 đường Hoa Phượng", "KHOA-RIENG-1a2b3c4d5e6f",
}  # fmt: skip
# Names of shops and goods are in their public addresses, as slugs; the market's own texts are not personal data.
PUBLIC = {"catalog.Product", "catalog.Variant", "catalog.Photo", "payments.CommissionRule", "payments.TaxRate"}
_SEARCH = "query Q($words: String) { products(first: 1, search: $words) { edges { node { id } } } }"
_API = [
    ("/graphql/", json.dumps({"query": _SEARCH, "variables": {"words": "Trương Thị Mẫu Đơn"}}), "application/json"),
    ("/graphql/", json.dumps({"query": "{ Trương Thị Mẫu Đơn 0987001002 }"}), "application/json"),
    ("/v1/payment_intents", "description=mau.don@thu.example.vn", "application/x-www-form-urlencoded"),
]
SHORTEST = 8  # letters: shorter texts may be words of the log itself


@pytest.fixture
def log(quiet: None, settings: Any) -> Iterator[Any]:
    logging.disable(logging.NOTSET)
    settings.ACCESS_LOG = True
    with log_lines(JsonFormatter()) as lines:
        yield lines


def test_log_lines_hold_no_input(log: Any) -> None:
    there = world.find()
    personal = TYPED_NOW | set(_stored()) | set(_secrets(there))
    askers: dict[str, Asker] = {}
    requested = 0
    for name, method, object_ in sorted({line.key for table in TABLES.values() for line in table.lines}):
        role = _who_enters(name)[0]
        asker = askers.setdefault(role, Asker(people.browser_of(role, there)))
        asker.resume()
        path = _path(addresses()[name], there, object_)
        data, options = form_of(name, there.objects.get(object_, {})) if method == "POST" else ({}, {})
        asker.ask(method, path, data, **options)
        if isinstance(data, dict) and method == "POST":
            asker.ask(method, path, _typed(data), **options)
        requested += 1
    for path, body, kind in _API:
        askers["guest"].ask("POST", f"{path}?q=0987001002", body, content_type=kind)
    lines = log.text.splitlines()
    assert requested > 250
    assert sum(json.loads(line)["logger"] == "choxa.access" for line in lines) > 300
    result = {word: line for line in lines for word in personal if word in line}
    assert result == {}


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """The same form with marked texts in each field, and with unknown fields."""
    words = sorted(TYPED_NOW)
    typed = {
        name: value if isinstance(value, UploadedFile) else words[number % len(words)]
        for number, (name, value) in enumerate(sorted(data.items()))
    }
    extra = {"q": words[0], "name": words[1], "phone": "0987001002", "email": "mau.don@thu.example.vn", "key": words[2]}
    return extra | typed


def _stored() -> Iterator[str]:
    """Texts that people typed before, from the database."""
    for label, columns in TYPED.items():
        if label in PUBLIC:
            continue
        for row in apps.get_model(label)._base_manager.values_list(*columns):
            yield from (value for value in row if len(value or "") >= SHORTEST)
    for label, columns in TYPED_JSON.items():
        for row in apps.get_model(label)._base_manager.values_list(*(name.replace(".", "__") for name in columns)):
            yield from (text for value in row for text in _texts(value) if len(text) >= 2 * SHORTEST)
    for label in ("accounts.User", "orders.Order", "cooperatives.Seller", "places.Address"):
        yield from filter(None, apps.get_model(label)._base_manager.values_list("phone", flat=True))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _secrets(there: World) -> Iterator[str]:
    """Codes and ids that grant access to their holder."""
    for supplied in there.objects.values():
        yield from (
            str(supplied[name])
            for name in ("token", "hook", "code", "intent_id")
            if len(str(supplied.get(name, ""))) > 9
        )
