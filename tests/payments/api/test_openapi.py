"""The names in the OpenAPI document: other programs generate code from them, so they do not depend on our modules."""

import json
import re

from payments.api.openapi import openapi
from payments.events.serializers.registry import SHAPES


def components() -> set[str]:
    return set(openapi()["components"]["schemas"])


def test_component_names_are_words_and_no_paths() -> None:
    assert [name for name in components() if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []
    assert [name for name in components() if name.endswith("Object")] == []


def test_every_object_has_its_own_component() -> None:
    assert set(SHAPES) <= components()
    account = openapi()["components"]["schemas"]["Account"]
    assert account["type"] == "object"
    assert account["properties"]["object"]["const"] == "account"


def test_objects_and_parameters_of_an_address_are_apart() -> None:
    schemas = openapi()["components"]["schemas"]
    assert schemas["BillingDetails"]["properties"]["address"] == {"$ref": "#/components/schemas/Address"}
    assert {"Address", "AddressParams", "BillingDetailsParams"} <= components()


def test_references_point_to_components() -> None:
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(openapi())))
    assert named - components() == set()
