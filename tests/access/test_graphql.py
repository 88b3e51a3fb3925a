"""Every field of Query and Mutation for every role, and the visibility of the fields of every type."""

from typing import Any

import pytest
from django.test import Client
from graphql import GraphQLObjectType, get_named_type

from accounts import tokens
from marketplace.schema import schema
from tests.access import people, world
from tests.access.queries import QUERIES
from tests.access.request import Answered, Asker
from tests.access.table import HERE, differences, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]

TABLE = read("graphql.txt", keys=2)
# Public roots; all others answer about the signed-in person, or about the object of a secret id.
AUDITED = {"Mutation.tokenCreate"}  # also where it is refused
PUBLIC_ROOTS = ("products", "product", "categories")


@pytest.mark.parametrize("role", TABLE.roles)
def test_each_role_gets_the_answer_of_the_table(role: str) -> None:
    there = world.find()
    headers = {} if role == "guest" else {"Authorization": f"Bearer {tokens.issue(there.user(role)).access}"}
    asker, secrets = Asker(Client(headers=headers)), people.secrets_from(role, there)
    result: dict[tuple[str, ...], str] = {}
    problems = []
    for line in TABLE.lines:
        field, object_ = line.key
        requested, supplied = QUERIES[field], there.objects.get(object_, {})
        body = {"query": requested.text, "variables": requested.variables(supplied)}
        answered = asker.ask("POST", "/graphql/", body, content_type="application/json")
        result[line.key] = word = _word(answered)
        shown = people.leaks(answered.text, secrets, f"{body}")
        if shown and line.cells[role] != "+":
            problems.append(f"{field} {object_}: {role} reads {shown}")
        if answered.changed and field not in AUDITED and (word != "+" or field.startswith("Query.")):
            problems.append(f"{field} {object_}: {role} is answered {word}, but {answered.changed} change")
    problems += differences(TABLE, role, result)
    assert not problems, "\n".join(problems)


def _word(answered: Answered) -> str:
    """`+` shown or done, `null`, or the code of the refusal."""
    answer = answered.json()
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["exception"]["code"])
    (result,) = answer["data"].values()
    if result is None:
        return "null"
    errors = result.get("errors", []) if isinstance(result, dict) else []
    return str(errors[0]["code"]) if errors else "+"


def test_every_root_field_is_in_the_table() -> None:
    roots = {f"{kind.name}.{name}" for kind in _roots() for name in kind.fields}
    for what, named in (("graphql.txt", {line.key[0] for line in TABLE.lines}), ("queries.py", set(QUERIES))):
        named = {name.partition(":")[0] for name in named}
        assert not named - roots, f"take these out of {what}, there is no such field any more: {sorted(named - roots)}"
        assert not roots - named, f"say in {what} who may ask for these, and how: {sorted(roots - named)}"


def test_every_field_is_listed_as_public_or_private() -> None:
    """`graphql_fields.txt`: each new field must be declared public or private."""
    listed: dict[str, tuple[str, set[str]]] = {}
    for line in (HERE / "graphql_fields.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, whose, *fields = line.split()
            assert whose in ("public", "own"), line
            listed[name] = (whose, set(fields))
    there = {kind.name: set(kind.fields) for kind in _types() if kind not in _roots()}
    assert listed.keys() == there.keys(), "a type is missing in graphql_fields.txt, or is there no more"
    for name, known in there.items():
        assert known == listed[name][1], f"say in graphql_fields.txt whose these are: {name} {known ^ listed[name][1]}"
    public = _reached([_roots()[0].fields[name].type for name in PUBLIC_ROOTS])
    personal = sorted(name for name in public if listed[name][0] != "public")
    assert not personal, f"everybody reaches these through {PUBLIC_ROOTS}: {personal}"


def _roots() -> list[GraphQLObjectType]:
    created = schema.graphql_schema
    assert created.query_type
    assert created.mutation_type
    return [created.query_type, created.mutation_type]


def _types() -> list[GraphQLObjectType]:
    every = schema.graphql_schema.type_map.values()
    return [kind for kind in every if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")]


def _reached(types: list[Any]) -> set[str]:
    """The names of the object types that a query can reach from these."""
    result: set[str] = set()
    waiting = [get_named_type(one) for one in types]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, GraphQLObjectType) and kind.name not in result:
            result.add(kind.name)
            waiting += [get_named_type(field.type) for field in kind.fields.values()]
    return result
