"""Documents that differ in the names of their aliases share a plan; others never do."""

import json
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from catalog.graphql import rows
from core.graphql.compiled.skeletons import names_of, pattern_of, read_skeleton
from core.graphql.view import GraphQLView
from marketplace.schema import schema

pytestmark = pytest.mark.django_db

VALID = "{ products(first: 3) { edges { node { %s: name %s: slug } } } }"


def key(text: str) -> tuple[Any, ...] | None:
    """What a document's plan is found by."""
    skeleton = read_skeleton(text)
    return skeleton and (skeleton.rest, pattern_of(skeleton.aliases, names_of(skeleton.rest)))


def post(client: Client, text: str) -> tuple[int, dict[str, Any]]:
    response = client.post("/graphql/", json.dumps({"query": text}), content_type="application/json")
    return response.status_code, response.json()


def test_other_names_are_the_same_plan() -> None:
    assert key(VALID % ("a", "b")) == key(VALID % ("r5f", "on"))
    one, other = ("{ " + name + ': product(id: "a\\"b: (c") { id } }' for name in ("x", "y"))
    assert key(one) == key(other)


@pytest.mark.parametrize("aliases", [("a", "a"), ("slug", "name"), ("slug", "b"), ("a", "name"), ("node", "b")])
def test_equal_response_names_are_another_plan(aliases: tuple[str, str]) -> None:
    assert key(VALID % ("a", "b")) != key(VALID % aliases)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("{ a: me { id } }", "{ a : me { id } }"),
        ("{ a: me { id } }", "{ a: me { id } } # b: c"),
        ("{ me { id } # a: b\n}", "{ me { id } # c: b\n}"),
        ("{ product(id: 1) { id } }", "{ product(slug: 1) { id } }"),
        ('{ a: product(slug: "b: c") { id } }', '{ a: product(slug: "d: c") { id } }'),
    ],
)
def test_texts_that_differ_in_more_than_aliases_share_no_plan(client: Client, text: str, other: str) -> None:
    with mock.patch.object(GraphQLView, "_compiled", return_value=None):
        expected = post(client, other)
    post(client, text)
    assert post(client, other) == expected
    assert key(text) != key(other) or "#" in text  # a comment's name: graphql-core's parser finds no alias there


def test_aliases_that_conflict_are_refused_after_their_valid_sisters(client: Client) -> None:
    for names in (("a", "b"), ("c", "d"), ("c", "d")):
        assert post(client, VALID % names)[0] == 200
    status, answer = post(client, VALID % ("a", "a"))
    assert (status, "conflict" in answer["errors"][0]["message"]) == (400, True)


def test_every_field_of_products_has_its_columns() -> None:
    joined = {"id", "category", "seller", "variants", "media", "product"}
    types: dict[str, dict[str, Any]] = {
        "Product": rows._PRODUCT, "Category": rows._CATEGORY, "Seller": rows._SELLER, "ProductVariant": rows._VARIANT,
        "ProductMedia": rows._PHOTO,
    }  # fmt: skip
    for name, fields in types.items():
        kind: Any = schema.graphql_schema.type_map[name]
        declared = set(kind.fields)
        assert declared - joined == set(fields) - joined, name
