"""Each answer of a compiled query is, byte for byte, graphql-core's: a storefront's documents, any of the schema."""

import json
import logging
import random
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from graphql import FieldNode, OperationType, Visitor, parse, print_ast, visit
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from accounts import tokens
from catalog.graphql.loaders import _products as read_products
from catalog.graphql.rows import Completer
from catalog.models import Product
from core.graphql.ids import to_global_id
from core.graphql.view import GraphQLView
from orders.graphql.access import checkout_global_id
from orders.models import Checkout, Order
from tests.access import world
from tests.access.queries import QUERIES
from tests.api import test_products
from tests.api.compiled.storefront import ERRORS, STOREFRONT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]

SHARE = 0.95  # of the documents that are answered without an error
RUN = settings(
    derandomize=True, max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
schemathesis.graphql.scalar("UUID", st.uuids().map(str).map(nodes.String))
schema = schemathesis.graphql.from_path(django_settings.BASE_DIR / "schema.graphql")
ROLES = ("guest", "buyer", "manager", "operator")
TEXT = re.compile(r'\b(\w+): "((?:[^"\\]|\\.)*)"')


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Counted:
    """How many answers without errors the closures gave."""

    def __init__(self) -> None:
        self.compiled, self.other = 0, list[str]()

    def share(self) -> float:
        return self.compiled / (self.compiled + len(self.other))


class Asker:
    """Asks the same of the closures and of graphql-core alone, as one person."""

    def __init__(self, role: str = "guest") -> None:
        user = None if role == "guest" else world.find().user(role)
        headers = {"Authorization": f"Bearer {tokens.issue(user).access}"} if user else {}
        self.client = Client(headers=headers)

    def send(self, body: dict[str, Any]) -> tuple[int, bytes]:
        cache.clear()
        response = self.client.post("/graphql/", json.dumps(body), content_type="application/json")
        return response.status_code, response.content

    def compare(self, body: dict[str, Any], counted: Counted | None = None) -> bytes:
        """The answer, once it is the same from both. graphql-core's is read by loaders, a statement for each type."""
        answers: list[bytes | None] = []
        compiled = GraphQLView._compiled

        def watched(view: Any, request: Any, data: Any) -> bytes | None:
            answers.append(compiled(view, request, data))
            return answers[-1]

        with (
            mock.patch.object(GraphQLView, "_compiled", return_value=None),
            mock.patch.object(Completer, "__call__", lambda _, row: read_products([row["id"]])[row["id"]]),
        ):
            expected = self.send(body)
        with mock.patch.object(GraphQLView, "_compiled", watched):
            assert self.send(body) == expected, body
        if counted and b'"errors"' not in expected[1]:
            if answers[-1] is None:
                counted.other.append(body["query"])
            else:
                counted.compiled += 1
        return expected[1]


class _Renamed(Visitor):
    """Gives fields other response names, equal ones where they were equal."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance, self.names = random.Random(seed), dict[str, str]()

    def leave_field(self, node: FieldNode, *_place: Any) -> FieldNode:
        shown = node.alias.value if node.alias else node.name.value
        name = self.names.setdefault(shown, f"r{self.chance.getrandbits(40):x}")
        renamed: Any = node.__copy__()
        renamed.alias = type(node.name)(value=name)
        return renamed


def renamed(text: str, seed: int) -> str:
    return print_ast(visit(parse(text), _Renamed(seed)))


def variables(text: str) -> dict[str, Any]:
    """Values for the variables that the document declares."""
    checkout = Checkout.objects.filter(user=None, placed_at=None).order_by("created_at").first()
    order = Order.objects.order_by("created_at").first()
    product = Product.objects.filter(is_published=True).order_by("pk").first()
    assert checkout
    assert order
    assert product
    values: dict[str, Any] = {
        "checkout": checkout_global_id(checkout.pk), "order": to_global_id("Order", order.pk), "number": order.code,
        "phone": "0912345678", "id": to_global_id("Product", product.pk), "slug": product.slug, "search": "xoai",
        "sort": "ASC" if "OrderDirection" in text else {"field": "PRICE", "direction": "DESC"}, "brief": True,
        "where": {"seller": to_global_id("Seller", product.seller_id), "isAvailable": True}, "first": 3,
    }  # fmt: skip
    return {name: value for name, value in values.items() if f"${name}:" in text}


# Rows of each kind that the roles see differently.
OBJECTS = ("A.cart", "A.paid", "G.cart", "G.paid", "A.product", "A.hidden")


def documents() -> list[tuple[str, dict[str, Any]]]:
    """The queries of a storefront and those of other tests, with variables."""
    named = [(text, variables(text)) for text in [*STOREFRONT, *ERRORS, test_products.EVERYTHING, test_products.LIST]]
    there = world.find()
    for name, query in QUERIES.items():
        if name.startswith("Query."):
            for supplied in map(there.objects.__getitem__, OBJECTS):
                try:
                    named.append((query.text, query.variables(supplied)))
                except KeyError:
                    continue
    return named


@pytest.mark.parametrize("role", ROLES)
def test_documents_of_a_storefront_are_answered_as_by_graphql_core(role: str) -> None:
    asker, counted = Asker(role), Counted()
    for text, values in documents():
        body = {"query": text, "variables": values} | ({"operationName": "B"} if "query B" in text else {})
        asker.compare(body, counted)
        if role == "guest":
            asker.compare(body | {"query": renamed(text, 1)}, counted)
            asker.compare(body | {"query": renamed(text, 2)}, counted)  # the plan of the first
    assert counted.share() >= SHARE, counted.other


@schema.parametrize()
@RUN
def test_any_query_of_the_schema_is_answered_as_by_graphql_core(case: schemathesis.Case) -> None:
    """Most ids are real ones: chosen by the query, so that it shows them again."""
    text = str(case.body)
    if parse(text).definitions[0].operation is not OperationType.QUERY:  # type: ignore[attr-defined]
        pytest.skip("mutations are graphql-core's")
    chance = random.Random(text.encode("utf-8", "surrogatepass"))
    real = list(variables(" ".join(f"${name}:" for name in ("checkout", "order", "id"))).values())

    def change(match: re.Match[str]) -> str:
        is_id = match[1].lower().endswith("id") and chance.random() < 0.8
        return f'{match[1]}: "{chance.choice(real)}"' if is_id else match[0]

    text = TEXT.sub(change, text)
    asker = Asker(chance.choice(ROLES))
    asker.compare({"query": text}, COUNTED)
    asker.compare({"query": renamed(text, chance.getrandbits(20))}, COUNTED)


COUNTED = Counted()


def test_share_of_any_queries_that_run_compiled() -> None:
    assert COUNTED.share() >= SHARE, COUNTED.other[:5]
