"""Any operation that the GraphQL schema allows, and invalid bodies: answered as GraphQL, never by a server error."""

import json
import logging
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from accounts import tokens
from catalog.models import Variant
from core.graphql.ids import to_global_id
from orders.checkout.services.create_checkout import create_checkout
from orders.graphql.access import checkout_global_id
from shipping.models import ShippingMethod
from tests.factories import make_user
from tests.fuzz.values import EDGES, texts
from tests.orders.conftest import market  # noqa: F401
from tests.orders.helpers import ready_cart
from tests.routes import Browser

pytestmark = pytest.mark.django_db

RUN = settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
schemathesis.graphql.scalar("UUID", st.uuids().map(str).map(nodes.String))
schemathesis.graphql.scalar("Date", st.dates().map(str).map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(str).map(nodes.String))
schemathesis.graphql.scalar("JSON", texts.map(nodes.String))
schemathesis.graphql.scalar("PositiveDecimal", texts.map(nodes.String) | st.integers().map(nodes.Int))
schema = schemathesis.graphql.from_path(django_settings.BASE_DIR / "schema.graphql")
TEXT = re.compile(r'\b(\w+): "((?:[^"\\]|\\.)*)"')  # an argument that is a text
DOCUMENTS = [
    "query ($a: ID!) { checkout(id: $a) { id lines { id } problems { message } totalPrice { gross { amount } } } }",
    "query ($a: ID, $b: String, $c: String) { order(id: $a, number: $b, phone: $c) { id number isPaid } }",
    "query ($a: Int, $b: String, $c: String) { products(first: $a, after: $b, search: $c) { totalCount } }",
    "query ($a: ProductWhereInput, $b: ProductOrder) { products(first: 3, where: $a, sortBy: $b) { totalCount } }",
    "mutation ($a: [CheckoutLineInput!]!) { checkoutCreate(input: {lines: $a}) { checkout { id } errors { code } } }",
    "mutation ($a: ID!, $b: AddressInput!) { checkoutShippingAddressUpdate(id: $a, shippingAddress: $b) {"
    " checkout { id } errors { field code } } }",
    "mutation ($a: ID!, $b: PaymentGatewayToInitialize!, $c: PositiveDecimal, $d: String) { transactionInitialize("
    "id: $a, paymentGateway: $b, amount: $c, idempotencyKey: $d) { data errors { field message code } } }",
    "mutation ($a: String!, $b: String!) { tokenCreate(email: $a, password: $b) { token errors { code } } }",
]


@pytest.fixture
def ids(market: Any) -> Iterator[list[str]]:  # noqa: F811
    """Ids of rows that are there: a cart that can be placed, an empty one, goods, ways of delivery."""
    logging.disable(logging.CRITICAL)
    yield [
        checkout_global_id(ready_cart([(market.mango, 1)])),
        checkout_global_id(create_checkout().pk),
        *(to_global_id("ProductVariant", variant.pk) for variant in Variant.objects.all()),
        *(to_global_id("ShippingMethod", method.pk) for method in ShippingMethod.objects.all()[:2]),
        to_global_id("Order", "5b3f0c9e-6d65-4f5c-9a53-6f5b1f6f7a01"),
        to_global_id("Product", 9223372036854775808),
        to_global_id("ProductVariant", "a\x00b"),
    ]
    logging.disable(logging.NOTSET)


def check(browser: Browser, body: bytes, token: str | None, kind: str = "application/json") -> None:
    headers = {"Content-Type": kind, "Accept": "application/json"}
    answer = browser.send("POST", "/graphql/", body, headers | ({"Authorization": f"Bearer {token}"} if token else {}))
    assert answer.status_code < 500, body
    shown = json.loads(answer.content)
    assert shown.keys() >= {"data"} or shown.keys() >= {"errors"}, shown
    codes = [error["extensions"]["exception"]["code"] for error in shown.get("errors", ())]
    assert "INTERNAL_SERVER_ERROR" not in codes, (body, shown)


@schema.parametrize()
@RUN
def test_operations_never_fail_with_5xx(case: schemathesis.Case, ids: list[str]) -> None:
    """Half of the texts are edges, and most ids are real ones: chosen by the query, so that it shows them again."""
    query = str(case.body)
    chance = random.Random(query.encode("utf-8", "surrogatepass"))

    def change(match: re.Match[str]) -> str:
        real = match[1].lower().endswith("id") and chance.random() < 0.7
        if not real and chance.random() < 0.5:
            return match[0]
        return f"{match[1]}: {json.dumps(chance.choice(ids if real else EDGES))}"

    token = tokens.issue(make_user()).access if chance.random() < 0.5 else None
    check(Browser(Client()), json.dumps({"query": TEXT.sub(change, query)}).encode(), token)


@RUN
@given(data=st.data())
def test_variables_never_fail_with_5xx(data: Any, ids: list[str]) -> None:
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from(ids)
    names = st.sampled_from(["id", "variantId", "quantity", "phone", "city", "countryArea", "firstName", "ids", "x"])
    values = st.recursive(leaf, lambda more: st.lists(more, max_size=3) | st.dictionaries(names, more, max_size=4))
    variables = {name: data.draw(values) for name in "abcd"}
    body = {"query": data.draw(st.sampled_from(DOCUMENTS)), "variables": variables}
    check(Browser(Client()), json.dumps(body).encode(), None)


@RUN
@given(
    body=st.binary(max_size=60) | st.sampled_from([b"[]", b"null", b'""', b"{", b"[" * 5_000, b'{"query":1}', b"\xff"]),
    kind=st.sampled_from(["application/json", "application/graphql", "text/plain", "multipart/form-data", "a", ""]),
)
def test_bodies_never_fail_with_5xx(body: bytes, kind: str, ids: list[str]) -> None:
    check(Browser(Client()), body, None, kind)
