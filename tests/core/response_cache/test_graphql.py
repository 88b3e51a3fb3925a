"""Kept answers of GraphQL: queries of guests without exact stock."""

import json
from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from core.response_cache import middleware

pytestmark = [
    pytest.mark.usefixtures("market_database", "listener"),
    pytest.mark.django_db(transaction=True),
]
LIST = "{ products(first: 5) { edges { node { name variants { sku } } } } }"


def post(query: str, headers: dict[str, str] | None = None, **more: Any):
    body = json.dumps({"query": query, **more})
    return Client().post("/graphql/", body, content_type="application/json", headers=headers or {})


def cached() -> int:
    return len(middleware.store)


def test_second_guest_gets_the_cached_answer_without_a_statement(django_assert_num_queries) -> None:
    first = post(LIST)
    with django_assert_num_queries(0):
        again = post(LIST)
    assert again.content == first.content
    assert again.headers == first.headers
    assert len(first.json()["data"]["products"]["edges"]) == 2


def test_get_is_cached_too_and_the_page_for_developers_is_not(django_assert_num_queries) -> None:
    first = Client().get("/graphql/", {"query": LIST})
    with django_assert_num_queries(0):
        assert Client().get("/graphql/", {"query": LIST}).content == first.content
    assert cached() == 1
    Client().get("/graphql/", headers={"accept": "text/html"})
    assert cached() == 1


def test_change_ends_the_answer(informed) -> None:
    post(LIST)
    Product.objects.update(name="Xoài tượng")
    informed()
    assert {edge["node"]["name"] for edge in post(LIST).json()["data"]["products"]["edges"]} == {"Xoài tượng"}


@pytest.mark.parametrize(
    "query",
    [
        "{ products { edges { node { variants { quantityAvailable } } } } }",
        "{ products { edges { node { ...Stock } } } } fragment Stock on Product { variants { n: quantityAvailable } }",
        "{ me { id } }",
        "{ __typename me { id } }",
        "query { ... on Query { me { id } } }",
        "mutation { checkoutCreate(input: {lines: []}) { errors { code } } }",
        "{ products(first: 5) { nothing } }",
        '{ product(id: "x") { name } }',
        "no query",
    ],
)
def test_what_is_exact_personal_a_mutation_or_an_error_is_not_cached(query: str) -> None:
    post(query)
    assert cached() == 0


@pytest.mark.parametrize("header", ["Authorization", "Authorization-Bearer"])
def test_request_with_a_token_neither_gets_nor_fills_an_answer(header: str) -> None:
    post(LIST)
    refused = post(LIST, {header: "Bearer none"})
    assert refused.status_code == 401
    assert cached() == 1


def test_origins_variables_and_operations_are_cached_apart(settings) -> None:
    settings.API_ORIGINS = ["https://shop.example"]
    assert "Access-Control-Allow-Origin" not in post(LIST)
    assert post(LIST, {"Origin": "https://shop.example"})["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "Access-Control-Allow-Origin" not in post(LIST)
    named = "query A($n: Int) { products(first: $n) { edges { node { name } } } } query B { categories { name } }"
    sizes = [
        len(post(named, operationName="A", variables={"n": n}).json()["data"]["products"]["edges"]) for n in (1, 2)
    ]
    assert sizes == [1, 2]
    assert "categories" in post(named, operationName="B").json()["data"]
