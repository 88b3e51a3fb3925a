"""The cost limits of the market's own schema."""

from typing import Any

import pytest
from graphql import (
    GraphQLError,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    get_operation_ast,
    is_list_type,
    is_object_type,
    parse,
    validate,
)
from hypothesis import given
from hypothesis import strategies as st

from core.graphql import limits
from core.graphql.cost import measure
from marketplace.schema import LIST_SIZES, schema
from tests.api.conftest import Refusal

SCHEMA = schema.graphql_schema
ISSUE = "variants{product{variants{product{variants{product{variants{product{id name}}}}}}}}"
STOREFRONT_LIST = """{ products(first: 100) { totalCount pageInfo { endCursor hasNextPage } edges { cursor node {
  __typename id name slug summary ocopStars category { id name } seller { id name kind commune { name } }
  pricing { priceFrom { gross { amount currency } } } media { url alt srcsetWebp }
  variants { id name sku quantityAvailable pricing { price { gross { amount currency } } } } } } } }"""
STOREFRONT_CHECKOUT = """query ($id: ID!) { checkout(id: $id) { id email phone note quantity lines { ...Line }
  deliveryGroups { seller { id name slug } lines { ...Line } shippingMethods { ...Method } deliveryMethod { ...Method }
    subtotalPrice { ...Price } totalPrice { ...Price } }
  shippingAddress { firstName phone streetAddress1 commune { name } } availablePaymentGateways { id name }
  problems { code message blocking } totalPrice { ...Price }
  orders { id number status total { ...Price } lines { productName quantity totalPrice { ...Price } } } } }
fragment Price on TaxedMoney { gross { amount currency } }
fragment Method on ShippingMethod { id name description carrier price { amount currency } arrivesFrom arrivesTo }
fragment Line on CheckoutLine { id quantity unitPrice { ...Price } totalPrice { ...Price }
  variant { id name sku product { id name slug media { url alt } } } }"""


def cost(query: str, **variables: Any) -> int:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    return measure(SCHEMA, document, operation, variables, LIST_SIZES)


@pytest.mark.parametrize(
    "query",
    [STOREFRONT_LIST, STOREFRONT_CHECKOUT, get_introspection_query(), get_introspection_query(True, True, True)],
)
def test_storefront_documents_stay_below_the_cost_limit(query: str) -> None:
    assert validate(SCHEMA, parse(query, max_tokens=limits.MAX_TOKENS)) == []
    assert cost(query) <= limits.MAX_COST


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (f"{{ products(first: 1) {{ edges {{ node {{ {ISSUE} }} }} }} }}", "QUERY_DEPTH"),
        ("{ products(first: 100) { edges { node { variants { product { variants { product { media { id }"
         + " }" * 8, "QUERY_DEPTH"),
        ("mutation { ...f } fragment f on Mutation { "
         + " ".join(f'a{n}: tokenVerify(token: "x") {{ isValid }}' for n in range(8)) + " }", "MUTATION_LIMIT"),
    ],
)  # fmt: skip
def test_expensive_documents_are_refused_without_a_statement(refusal: Refusal, query: str, code: str) -> None:
    assert refusal(query) == (400, code)  # without any SQL statement: this test has no database


def test_every_list_size_names_an_existing_list() -> None:
    for type_name, field in LIST_SIZES:
        definition = SCHEMA.type_map[type_name].fields[field]  # type: ignore[attr-defined]
        assert is_list_type(get_nullable_type(definition.type))


@given(st.data())
def test_nested_unsized_lists_multiply_the_cost_by_twenty(data: st.DataObject) -> None:
    """On any path of the schema, a list without `first` or an entry in LIST_SIZES counts twenty times."""
    here: Any = data.draw(st.sampled_from([SCHEMA.query_type, SCHEMA.mutation_type]))
    operation = "query" if here is SCHEMA.query_type else "mutation"
    path: list[str] = []
    lists, paged = 0, False
    while is_object_type(here):
        fields = here.fields
        deeper = [name for name in fields if is_object_type(get_named_type(fields[name].type))]
        stop = not deeper or len(path) > 14 or (path and data.draw(st.integers(0, 9)) == 0)
        name = data.draw(st.sampled_from(list(fields) if stop else deeper))
        field = fields[name]
        is_list = is_list_type(get_nullable_type(field.type))
        lists += is_list and not paged and (here.name, name) not in LIST_SIZES
        paged = not is_list and "first" in field.args
        path.append(name + ("(first: 1)" if paged else ""))
        here = get_named_type(field.type)
        if stop and is_object_type(here):
            path.append("__typename")
            break
    query = operation + " { " + " { ".join(path) + " }" * len(path)
    assert cost_or_none(query) is None or cost(query) >= limits.LIST_SIZE**lists


def cost_or_none(query: str) -> int | None:
    """None where the query is refused."""
    try:
        return cost(query)
    except GraphQLError:
        return None
