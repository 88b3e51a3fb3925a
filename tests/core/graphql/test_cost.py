"""The cost of an operation counts the fields that its execution collects."""

from typing import Any

import pytest
from graphql import GraphQLError, build_schema, get_introspection_query, get_operation_ast, parse, validate

from core.graphql import limits
from core.graphql.cost import measure

SCHEMA = build_schema(
    """
    interface Thing { name: String  parts: [Thing!]! }
    type Shop implements Thing { name: String  parts: [Thing!]!  goods: [Good!]!  tags: [String!]! }
    type Good implements Thing { name: String  parts: [Thing!]!  shop: Shop!  box: Box }
    type Box { name: String  lid: Lid }
    type Lid { name: String  hinge: Hinge }
    type Hinge { name: String  pins(first: Int, last: Int): [Pin!]! }
    type Pin { name: String  next: [Pin!]! }
    type Page { total: Int  edges: [Edge!]! }
    type Edge { node: Good! }
    type Query { shop: Shop  shops: [Shop!]!  page(first: Int = 20, after: String): Page!
      pins(first: Int): [Pin!]!  thing: Thing }
    input Line { id: ID!  marks: [Int!] }
    type Done { ok: Boolean }
    type Mutation { add(lines: [Line!], name: String): Done }
    """
)
ADDS = " ".join(f"a{n}: add {{ ok }}" for n in range(limits.MAX_MUTATIONS + 1))
SIZES = {("Shop", "tags"): 3}


def cost(query: str, **variables: Any) -> int:
    document = parse(query)
    assert validate(SCHEMA, document) == []
    operation = get_operation_ast(document)
    assert operation is not None
    return measure(SCHEMA, document, operation, variables, SIZES)


def refused(query: str, **variables: Any) -> str:
    with pytest.raises(GraphQLError) as error:
        cost(query, **variables)
    assert error.value.extensions is not None
    return error.value.extensions["exception"]["code"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ shop { name } }", 2),
        ("{ shops { name } }", 21),
        ("{ shops { __typename } }", 21),
        ("{ shops { tags } }", 1 + 20 * (1 + 3)),
        ("{ shops { goods { name } } }", 1 + 20 * (1 + 20)),
        ("{ pins(first: 7) { name } }", 8),
        ("{ pins { name } }", 21),
        ("{ pins(first: null) { name } }", 21),
        ("{ pins(first: -5) { name } }", 2),
        ("{ page(first: 7) { total edges { node { name } } } }", 1 + 1 + 1 + 7 * 2),
        ("{ page { edges { node { shop { goods { name } } } } } }", 1 + 1 + 20 * (1 + 1 + 1 + 20)),
        ("{ thing { ... on Shop { goods { name } } ... on Good { shop { name } } } }", 1 + 1 + 20),
        ("{ shop { name } ... on Query { shop { name tags } } }", 1 + 1 + 4),
        ("{ shop { name } ...f ...f } fragment f on Query { shop { name } }", 2),
        ("{ shop { name tags @include(if: false) } }", 2),
        ("{ shop { name ... @skip(if: true) { tags } } }", 2),
    ],
)
def test_each_value_is_counted_once(query: str, expected: int) -> None:
    assert cost(query) == expected


def test_variables_give_sizes_and_conditions() -> None:
    query = "query ($n: Int, $with: Boolean!) { pins(first: $n) { name next @include(if: $with) { name } } }"
    assert cost(query, n=3, **{"with": False}) == 4
    assert cost(query, n=3, **{"with": True}) == 1 + 3 * (1 + 21)
    assert cost(query, **{"with": False}) == 21


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ pins(first: 100) { next { next { name } } } }", "QUERY_DEPTH"),
        ("{ shops { goods { shop { goods { shop { goods { name } } } } } } }", "QUERY_DEPTH"),
        ("{ shops { goods { parts { parts { name } } } } }", "QUERY_COST"),
        ("{ " + " ".join(f"a{n}: shop {{ name }}" for n in range(limits.MAX_ALIASES + 1)) + " }", "ALIAS_LIMIT"),
        (f"mutation {{ {ADDS} }}", "MUTATION_LIMIT"),
        (f"mutation {{ ...f }} fragment f on Mutation {{ {ADDS} }}", "MUTATION_LIMIT"),
        (f"mutation {{ ... {{ {ADDS} }} }}", "MUTATION_LIMIT"),
        ("mutation { add(lines: [" + "{id: 1}, " * 101 + "]) { ok } }", "INPUT_LIMIT"),
        ("mutation { add(lines: [{id: 1, marks: [" + "1, " * 101 + "]}]) { ok } }", "INPUT_LIMIT"),
    ],
)  # fmt: skip
def test_document_above_a_limit_is_refused_with_its_code(query: str, code: str) -> None:
    assert refused(query) == code


def test_lists_in_variables_are_counted() -> None:
    query = "mutation ($lines: [Line!]) { add(lines: $lines) { ok } }"
    assert cost(query, lines=[{"id": "1"}] * limits.MAX_INPUT_ITEMS) == 2
    assert refused(query, lines=[{"id": "1"}] * (limits.MAX_INPUT_ITEMS + 1)) == "INPUT_LIMIT"
    assert refused(query, lines=[{"id": "1", "marks": [1] * 101}]) == "INPUT_LIMIT"


def test_mutations_skipped_or_merged_do_not_count() -> None:
    skipped = " ".join(f"a{n}: add @skip(if: true) {{ ok }}" for n in range(9))
    assert cost("mutation { add { ok } " + "add { ok } " * 9 + skipped + " }") == 2


def test_fragments_that_spread_each_other_are_counted_in_a_bounded_time() -> None:
    spreads = " ".join(f"fragment f{n} on Shop {{ ...f{n + 1} ...f{n + 1} }}" for n in range(100))
    assert cost("{ shop { ...f0 } } " + spreads + " fragment f100 on Shop { name }") == 2
    wide = [f"fragment g{n} on Thing {{ a: parts {{ ...g{n + 1} }} b: parts {{ ...g{n + 1} }} }}" for n in range(12)]
    assert refused("{ thing { ...g0 } } " + " ".join(wide) + " fragment g12 on Thing { name }") in {
        "QUERY_DEPTH", "FIELD_LIMIT",
    }  # fmt: skip


def test_standard_introspection_is_allowed_and_deeper_ones_refused() -> None:
    assert cost(get_introspection_query(specified_by_url=True, directive_is_repeatable=True)) < limits.MAX_COST
    deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    assert [error.message for error in validate(SCHEMA, parse(deep))] == ["Maximum introspection depth exceeded"]
    chain = "{ __schema { types { " + "ofType { " * 14 + "name" + " }" * 17
    assert refused(chain) == "QUERY_DEPTH"
